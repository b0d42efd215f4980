using Streaming.Actors.Feeds;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Sessions;

/// <summary>
/// The client's end of a session: a WebSocket, an SSE response, a simulated client. Calls for one
/// room come one at a time and in order; calls for different rooms may come at once. None may block.
/// </summary>
public interface IClientSink
{
    void Send(FeedBatch batch);

    void Send(FeedSignal signal);

    void Send(FeedReset reset);

    void Send(FeedSkip skip);

    /// <summary>So much waits for the connection already that no page of replay would be taken: where a delivery policy allows it, messages are left out.</summary>
    bool IsBehind => false;

    /// <summary>A back end says something to the user. Ignored by who has not been welcomed yet.</summary>
    void Send(SharedNotice notice)
    {
    }

    /// <summary>How a user is whom this session watches.</summary>
    void Send(SharedPresence presence)
    {
    }

    /// <summary>Completes when the outbox has room for another page of replay, or the connection is closed.</summary>
    ValueTask ReadyForReplayAsync();

    /// <summary>The page that was waited for has been sent, or will not come: the next room may have its turn.</summary>
    void ReplayEnded()
    {
    }

    /// <summary>Another connection took the session over: close with 4009.</summary>
    void Replace();

    /// <summary>The user is sent away, from all connections: close with 4003.</summary>
    void Expel(string reason);

    /// <summary>A bug: delivery broke off. Close with 1011, so that the client comes back and resumes.</summary>
    void Fail();
}
