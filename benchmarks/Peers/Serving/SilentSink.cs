using Streaming.Actors.Feeds;
using Streaming.Actors.Sessions;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>A client that takes everything and says nothing.</summary>
internal sealed class SilentSink : IClientSink
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

    public void Fail()
    {
    }

    public void Expel(string reason)
    {
    }
}
