using Streaming.Actors.Feeds;
using Streaming.Actors.Sessions;

namespace Streaming.Redis.Rehearsals;

/// <summary>A client that looks at nothing.</summary>
internal sealed class RehearsalSink : IClientSink
{
    public void Send(FeedBatch batch)
    {
    }

    public void Send(FeedSignal signal)
    {
    }

    public void Send(FeedReset reset)
    {
    }

    public void Send(FeedSkip skip)
    {
    }

    public ValueTask ReadyForReplayAsync() => ValueTask.CompletedTask;

    public void Replace()
    {
    }

    public void Expel(string reason)
    {
    }

    public void Fail()
    {
    }
}
