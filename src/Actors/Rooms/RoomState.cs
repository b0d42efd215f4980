using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// A room as its log tells it. Immutable: the state that a batch will produce can be worked on while
/// the batch is on its way, and thrown away if the log refuses it.
/// </summary>
public sealed record RoomState
{
    public required RoomId Id { get; init; }

    /// <summary>The log's epoch; for a room that does not exist yet, the one it will be created under.</summary>
    public required Epoch Epoch { get; init; }

    /// <summary>The last event's seq; 0 for a room that does not exist.</summary>
    public long Head { get; init; }

    public UserId? Owner { get; init; }

    public ImmutableDictionary<UserId, Member> Members { get; init; } = ImmutableDictionary<UserId, Member>.Empty;

    public bool Exists => Head > 0;

    /// <summary>A room nobody has created yet.</summary>
    public static RoomState Absent(RoomId id, Epoch epoch) => new() { Id = id, Epoch = epoch };

    /// <summary>The room after <paramref name="e"/>.</summary>
    /// <exception cref="InvalidOperationException">The event does not continue this state: the log is damaged.</exception>
    public RoomState Apply(RoomEvent e)
    {
        if (e.Seq != Head + 1)
            throw new InvalidOperationException($"Room {Id} is at seq {Head}; an event with seq {e.Seq} cannot follow.");

        return e switch
        {
            RoomCreated created => this with { Head = e.Seq, Epoch = created.Epoch, Owner = e.By },
            MemberJoined joined => this with { Head = e.Seq, Members = Members.SetItem(e.By, new Member(joined.Role, e.Timestamp)) },
            MemberLeft => this with { Head = e.Seq, Members = Members.Remove(e.By) },
            MessagePublished or EntryUnreadable => this with { Head = e.Seq },
            _ => throw new InvalidOperationException($"Room {Id} does not know the event {e.GetType().Name}."),
        };
    }
}
