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

    /// <summary>About how many bytes it takes on the wire or in a log: what bounds in bytes are counted in.</summary>
    internal virtual int Weight => EnvelopeWeight;

    /// <summary>Type, ids, seq and time of an event, with ids of ordinary length.</summary>
    private protected const int EnvelopeWeight = 256;
}

/// <summary>The room came to be, owned by <see cref="RoomEvent.By"/>. Always seq 1 of its epoch.</summary>
public sealed record RoomCreated : RoomEvent
{
    public required Epoch Epoch { get; init; }
}

/// <summary><see cref="RoomEvent.By"/> became a member.</summary>
public sealed record MemberJoined : RoomEvent
{
    public required Role Role { get; init; }
}

/// <summary><see cref="RoomEvent.By"/> gave up membership.</summary>
public sealed record MemberLeft : RoomEvent;

/// <summary>A message.</summary>
public sealed record MessagePublished : RoomEvent
{
    public required MessageBody Body { get; init; }

    internal override int Weight => EnvelopeWeight + Body.Data.Length + Body.Metadata.Length;
}

/// <summary>
/// Stands where the log has an entry that cannot be read: damaged, deleted, or of a newer release. Given by a log, never decided. Seqs
/// stay contiguous, and the room goes on without it.
/// </summary>
public sealed record EntryUnreadable : RoomEvent;
