using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

/// <summary>
/// Listeners of one room, each with an outbox over a socket that takes its bytes at once, later or never. Whatever comes
/// in whichever order, each of them has the room's frames without a gap, a duplicate or a change in order.
/// </summary>
public sealed class OutboxProperties
{
    private enum Move { Publish, PublishLarge, Drain, FinishWrite, FailWrite, Close, CloseAndDrop, Abort, Resume, PassTime, HoldWhile }

    [Fact]
    public void AnyInterleaving_GivesEachListenerTheExactSequence()
    {
        var steps =
            from move in Gen.Frequency(
                (40, Gen.Constant(Move.Publish)),
                (5, Gen.Constant(Move.PublishLarge)),
                (30, Gen.Constant(Move.Drain)),
                (20, Gen.Constant(Move.FinishWrite)),
                (2, Gen.Constant(Move.FailWrite)),
                (2, Gen.Constant(Move.Close)),
                (2, Gen.Constant(Move.CloseAndDrop)),
                (2, Gen.Constant(Move.Abort)),
                (8, Gen.Constant(Move.Resume)),
                (1, Gen.Constant(Move.PassTime)),
                (5, Gen.Constant(Move.HoldWhile)))
            from listener in Gen.Choose(0, 3)
            from size in Gen.Choose(4, 300)
            select (move, listener, size);
        var scripts =
            from maxBytes in Gen.Elements(1_000, 20_000, 300_000)
            from atOnce in Gen.Elements(true, false).ArrayOf(4)
            from script in steps.ListOf()
            select (maxBytes, atOnce, script);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(250),
            Prop.ForAll(Arb.From(scripts), one => Run(one.maxBytes, one.atOnce, one.script)));
    }

    private static void Run(int maxBytes, bool[] atOnce, IEnumerable<(Move Move, int Listener, int Size)> script)
    {
        // What a write's end resumes has to run here, and not be handed to the test's own scheduler.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            using var room = new ModelRoom(maxBytes, atOnce);
            using var steps = script.GetEnumerator();
            while (steps.MoveNext())
                Take(room, steps);
            room.Settle();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static void Take(ModelRoom room, IEnumerator<(Move Move, int Listener, int Size)> steps)
    {
        var (move, index, size) = steps.Current;
        var listener = room.Listeners[index];
        switch (move)
        {
            case Move.Publish:
                room.Publish(size);
                break;
            case Move.PublishLarge:
                room.Publish(size * 300);
                break;
            case Move.Drain:
                listener.Drain();
                break;
            case Move.FinishWrite:
                listener.FinishWrite();
                break;
            case Move.FailWrite:
                listener.FailWrite();
                break;
            case Move.Close:
                listener.Close(dropWaiting: false);
                break;
            case Move.CloseAndDrop:
                listener.Close(dropWaiting: true);
                break;
            case Move.Abort:
                listener.Abort();
                break;
            case Move.Resume:
                listener.TryResume();
                break;
            case Move.PassTime:
                room.PassTime();
                break;
            case Move.HoldWhile:
                listener.HoldWhile(() =>
                {
                    for (var i = size % 6; i > 0 && steps.MoveNext(); i--)
                        Take(room, steps);
                });
                break;
        }
        foreach (var each in room.Listeners)
            each.GoOnReplaying();
    }
}
