using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Hears on a room's owner what becomes of the room: each verb in the room's turn, so in order, and only what the log has confirmed.
/// Must not block. An exception is logged, and the room goes on.
/// </summary>
public interface IRoomObserver
{
    /// <summary>The room was read from its log, which ends at <paramref name="head"/>. Again after each refused append.</summary>
    void OnLoaded(RoomWriter owner, Epoch epoch, long head)
    {
    }

    /// <summary>These are in the log.</summary>
    /// <param name="events">Contiguous; never empty.</param>
    void OnCommitted(RoomWriter owner, Epoch epoch, ImmutableArray<RoomEvent> events)
    {
    }

    /// <summary>Listeners are told who is present.</summary>
    /// <param name="news">What they are told.</param>
    /// <param name="present">Users who are present now.</param>
    /// <param name="head">Where the log ends.</param>
    /// <param name="now">The owner's clock.</param>
    void OnPresence(RoomWriter owner, EphemeralEvent news, int present, long head, DateTimeOffset now)
    {
    }

    /// <summary>The room has left memory, or this node.</summary>
    void OnClosed(RoomWriter owner)
    {
    }
}
