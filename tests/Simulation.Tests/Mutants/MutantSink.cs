using Streaming.Actors.Feeds;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>A connection's end that passes everything on; each mutant overrides the one thing it gets wrong.</summary>
internal abstract class MutantSink(IClientSink sink) : IClientSink
{
    protected IClientSink Sink { get; } = sink;

    public virtual void Send(FeedBatch batch) => Sink.Send(batch);

    public virtual void Send(FeedSignal signal) => Sink.Send(signal);

    public virtual void Send(FeedReset reset) => Sink.Send(reset);

    public virtual void Send(FeedSkip skip) => Sink.Send(skip);

    public virtual ValueTask ReadyForReplayAsync() => Sink.ReadyForReplayAsync();

    public virtual void Replace() => Sink.Replace();

    public void Send(SharedNotice notice) => Sink.Send(notice);

    public void Send(SharedPresence presence) => Sink.Send(presence);

    public void Expel(string reason) => Sink.Expel(reason);

    public virtual void Fail() => Sink.Fail();

    /// <summary>Every so often.</summary>
    protected static bool Strikes(FeedBatch batch) => batch.LastSeq % 13 == 0;
}
