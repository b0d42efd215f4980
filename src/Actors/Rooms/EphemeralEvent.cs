using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Rooms;

/// <summary>Something that listeners hear at most once and no log keeps. A closed set.</summary>
public abstract record EphemeralEvent
{
    private protected EphemeralEvent()
    {
    }
}

/// <summary>A user started or stopped typing.</summary>
public sealed record TypingChanged(UserId User, bool IsTyping) : EphemeralEvent;

/// <summary>Presence in the room changed. <paramref name="Version"/> rises by one per diff and count.</summary>
public sealed record PresenceChanged(long Version, ImmutableArray<RosterEntry> Changes) : EphemeralEvent;

/// <summary>
/// Presence in the room is this, whatever it was before: the room has another owner, or those in it are named again. Diffs continue from it.
/// </summary>
public sealed record PresenceReplaced(RosterSnapshot Roster) : EphemeralEvent;

/// <summary>
/// So many are in the room, in place of who they are: too many to be named. It is the whole, so that nothing is missing where one before it was missed.
/// </summary>
/// <param name="Version">Continues that of diffs.</param>
public sealed record PresenceCounted(long Version, int Count) : EphemeralEvent;

/// <summary>A member has read up to <paramref name="Seq"/>.</summary>
public sealed record ReadMarked(UserId User, long Seq) : EphemeralEvent;

/// <summary>One member hands something to another, whose connections alone hear it.</summary>
public sealed record Signalled(UserId From, UserId To, ReadOnlyMemory<byte> Data) : EphemeralEvent;

/// <summary>A message of a channel that keeps none.</summary>
/// <param name="Origin">The connection it came by; default for REST.</param>
/// <param name="Timestamp">The owner's clock when it decided.</param>
public sealed record ChannelMessage(UserId By, ConnectionId Origin, DateTimeOffset Timestamp, MessageBody Body) : EphemeralEvent
{
    /// <summary>About how many bytes it takes on the wire.</summary>
    internal int Weight => RoomEvent.EnvelopeWeight + Body.Data.Length + Body.Metadata.Length;
}
