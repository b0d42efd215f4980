using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Directories;

/// <summary>A public room as the list of rooms shows it.</summary>
public sealed record ListedRoom
{
    public required RoomId Room { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Category { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    public UserId? Owner { get; init; }

    public required int MemberCount { get; init; }

    public required int MaxMembers { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for a room that is not listed: private, archived, deleted, or not there at all.</summary>
    public static ListedRoom? Of(RoomState state) =>
        !state.Exists || state.IsArchived || state.Settings.IsPrivate || state.Settings.IsDirect
            ? null
            : new ListedRoom
            {
                Room = state.Id, Name = state.Settings.Name, Description = state.Settings.Description, Category = state.Settings.Category,
                Tags = state.Settings.Tags, Owner = state.Owner, MemberCount = state.Members.Count, MaxMembers = state.Settings.MaxMembers,
                CreatedAt = state.CreatedAt,
            };

    public bool Equals(ListedRoom? other) =>
        other is not null && Room == other.Room && Name == other.Name && Description == other.Description && Category == other.Category
        && Owner == other.Owner && MemberCount == other.MemberCount && MaxMembers == other.MaxMembers && CreatedAt == other.CreatedAt
        && Tags.SequenceEqual(other.Tags);

    public override int GetHashCode() => Room.GetHashCode();
}
