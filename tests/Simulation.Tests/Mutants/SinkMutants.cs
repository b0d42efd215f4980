using System.Collections.Immutable;
using Streaming.Actors.Feeds;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>Swallows an event.</summary>
internal sealed class SwallowsAnEvent(IClientSink sink) : MutantSink(sink)
{
    public override void Send(FeedBatch batch)
    {
        if (!Strikes(batch))
            Sink.Send(batch);
    }
}

/// <summary>Sends an event twice.</summary>
internal sealed class RepeatsAnEvent(IClientSink sink) : MutantSink(sink)
{
    public override void Send(FeedBatch batch)
    {
        Sink.Send(batch);
        if (Strikes(batch))
            Sink.Send(batch);
    }
}

/// <summary>Sends a batch the wrong way round.</summary>
internal sealed class TurnsBatchesRound(IClientSink sink) : MutantSink(sink)
{
    public override void Send(FeedBatch batch) =>
        Sink.Send(new FeedBatch(batch.Room, batch.Epoch, [.. ((IEnumerable<Actors.Rooms.RoomEvent>)batch.Events).Reverse()]));
}

/// <summary>Has listeners start anew for no reason.</summary>
internal sealed class ResetsForNoReason(IClientSink sink) : MutantSink(sink)
{
    public override void Send(FeedBatch batch)
    {
        if (Strikes(batch))
            Sink.Send(new FeedReset(batch.Room, batch.Epoch, batch.FirstSeq - 1, FirstSeq: 1));
        Sink.Send(batch);
    }
}

/// <summary>Sends what nobody logged.</summary>
internal sealed class InventsAnEvent(IClientSink sink) : MutantSink(sink)
{
    public override void Send(FeedBatch batch)
    {
        Sink.Send(batch);
        if (Strikes(batch))
            Sink.Send(new FeedBatch(batch.Room, batch.Epoch, ImmutableArray.Create(batch.Events[^1] with { Seq = batch.LastSeq + 1000 })));
    }
}

/// <summary>Does not close a connection whose session was taken over.</summary>
internal sealed class IgnoresReplacement(IClientSink sink) : MutantSink(sink)
{
    public override void Replace()
    {
    }
}
