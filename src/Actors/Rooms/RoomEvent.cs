using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// Something that happened in a room and stands in its log. A closed set; the log of a room is
/// contiguous in <see cref="Seq"/>, and <see cref="RoomState.Apply"/> over it gives the room.
/// </summary>
public abstract record RoomEvent
{
    private protected RoomEvent()
    {
    }

    /// <summary>Position in the room's log, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>The owner's clock when it decided.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The user whose command this is the effect of.</summary>
    public required UserId By { get; init; }

    /// <summary>The command's request id: the log remembers which requests it has seen.</summary>
    public required RequestId Request { get; init; }

    /// <summary>The connection the command came by, so that a connection can be spared its own messages.</summary>
    public ConnectionId Origin { get; init; }

    /// <summary>Whether <paramref name="user"/> is no member any more after it, and was one before or may have been.</summary>
    public virtual bool Removes(UserId user) => false;

    /// <summary>Whether anybody is removed.</summary>
    internal virtual bool HasDepartures => false;

    /// <summary>
    /// Seqs below this one whose content nobody may see any more. From the moment it has this event, a log gives those entries as
    /// <see cref="WithoutContent"/> does.
    /// </summary>
    public virtual ImmutableArray<long> Redacts => [];

    /// <summary>The same without what people wrote; itself, where they wrote nothing.</summary>
    public virtual RoomEvent WithoutContent() => this;

    /// <summary>About how many bytes it takes on the wire or in a log: what bounds in bytes are counted in.</summary>
    internal virtual int Weight => EnvelopeWeight;

    /// <summary>Type, ids, seq and time of an event, with ids of ordinary length.</summary>
    internal const int EnvelopeWeight = 256;
}

/// <summary>The room came to be, owned by <see cref="RoomEvent.By"/>. Always seq 1 of its epoch.</summary>
public sealed record RoomCreated : RoomEvent
{
    public required Epoch Epoch { get; init; }

    public RoomSettings Settings { get; init; } = RoomSettings.Default;

    internal override int Weight => EnvelopeWeight + Settings.Metadata.Length;
}

/// <summary><see cref="RoomEvent.By"/> became a member.</summary>
public sealed record MemberJoined : RoomEvent
{
    public required Role Role { get; init; }

    /// <summary>The code of the invite that was used; null for none. Never told to clients.</summary>
    public string? Invite { get; init; }
}

/// <summary><see cref="RoomEvent.By"/> gave up membership.</summary>
public sealed record MemberLeft : RoomEvent
{
    internal override bool HasDepartures => true;

    public override bool Removes(UserId user) => user == By;
}

/// <summary>A message.</summary>
public sealed record MessagePublished : RoomEvent
{
    public required MessageBody Body { get; init; }

    /// <summary>What was written is gone: of the body only the thread is left.</summary>
    public bool IsRedacted { get; init; }

    public override RoomEvent WithoutContent() =>
        IsRedacted ? this : this with { Body = new MessageBody(Data: default, ThreadId: Body.ThreadId), IsRedacted = true };

    internal override int Weight => EnvelopeWeight + Body.Data.Length + Body.Metadata.Length;
}

/// <summary>
/// Stands where the log has an entry that cannot be read: damaged, deleted, or of a newer release. Given by a log, never decided. Seqs
/// stay contiguous, and the room goes on without it.
/// </summary>
public sealed record EntryUnreadable : RoomEvent;

/// <summary>The room's settings are these now.</summary>
public sealed record RoomUpdated : RoomEvent
{
    public required RoomSettings Settings { get; init; }

    internal override int Weight => EnvelopeWeight + Settings.Metadata.Length;
}

/// <summary>The room was archived, locked or deleted, or that was taken back.</summary>
public sealed record RoomStatusChanged : RoomEvent
{
    public required RoomAction Action { get; init; }

    public string? Reason { get; init; }

    internal override bool HasDepartures => Action == RoomAction.Delete;

    public override bool Removes(UserId user) => Action == RoomAction.Delete;
}

/// <summary>The room belongs to another member; who had it is an admin.</summary>
public sealed record RoomTransferred : RoomEvent
{
    public required UserId To { get; init; }
}

/// <summary>Something was done to a member; see <see cref="ModerateMember"/>.</summary>
public sealed record MemberModerated : RoomEvent
{
    public required ModerationKind Kind { get; init; }

    public required UserId Target { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Until { get; init; }

    public Role Role { get; init; }

    public Permissions Granted { get; init; }

    public Permissions Revoked { get; init; }

    internal override bool HasDepartures => Kind is ModerationKind.Ban or ModerationKind.Kick;

    public override bool Removes(UserId user) => HasDepartures && user == Target;
}

/// <summary>There is a new invite. Its code is not for those who only listen.</summary>
public sealed record InviteCreated : RoomEvent
{
    public required string Code { get; init; }

    public required Role Role { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required int MaxUses { get; init; }
}

/// <summary>An invite lets nobody in any more.</summary>
public sealed record InviteRevoked : RoomEvent
{
    public required string Code { get; init; }
}

/// <summary>A message was edited, deleted, reacted to or pinned.</summary>
public sealed record MessageAnnotated : RoomEvent
{
    public required MessageAction Action { get; init; }

    /// <summary>The seq of the message.</summary>
    public required long Target { get; init; }

    /// <summary>Who wrote the message.</summary>
    public required UserId Author { get; init; }

    /// <summary>For <see cref="MessageAction.Edit"/>, and empty there once it is redacted.</summary>
    public MessageBody? Body { get; init; }

    public string? Reaction { get; init; }

    /// <summary>With <see cref="MessageAction.Delete"/>: the message and all its edits.</summary>
    public ImmutableArray<long> Redacted { get; init; } = [];

    public override ImmutableArray<long> Redacts => Redacted;

    public override RoomEvent WithoutContent() => Body is null ? this : this with { Body = new MessageBody(Data: default) };

    internal override int Weight => EnvelopeWeight + (Body is { } body ? body.Data.Length + body.Metadata.Length : 0) + (Redacted.Length * sizeof(long));

    public bool Equals(MessageAnnotated? other) =>
        base.Equals(other) && Action == other.Action && Target == other.Target && Author == other.Author && Equals(Body, other.Body)
        && Reaction == other.Reaction && Redacted.SequenceEqual(other.Redacted);

    public override int GetHashCode() => Seq.GetHashCode();
}
