using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Feeds;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Feeds;

/// <summary>
/// Whatever becomes of the owner's news on its way (lost, late, doubled, out of order) and of the reads, every
/// listener ends up with all that followed its position: each seq once, in order.
/// </summary>
public sealed class RoomFeedProperties
{
    private const int Listeners = 4;

    public enum Kind { Commit, Tell, TellOld, TellHead, Turn, Attach, Detach, Busy, Free, HoldReads, Read, LoseRead, Wait }

    public sealed record Act(Kind Kind, int A, int B);

    [Fact]
    public void AnyHistory_ReachesEveryListenerOnceAndInOrder()
    {
        Gen<Act> acts =
            from kind in Gen.Frequency(
                (6, Gen.Constant(Kind.Commit)), (5, Gen.Constant(Kind.Tell)), (2, Gen.Constant(Kind.TellOld)),
                (2, Gen.Constant(Kind.TellHead)), (5, Gen.Constant(Kind.Turn)), (3, Gen.Constant(Kind.Attach)),
                (1, Gen.Constant(Kind.Detach)), (1, Gen.Constant(Kind.Busy)), (1, Gen.Constant(Kind.Free)),
                (1, Gen.Constant(Kind.HoldReads)), (3, Gen.Constant(Kind.Read)), (1, Gen.Constant(Kind.LoseRead)), (1, Gen.Constant(Kind.Wait)))
            from a in Gen.Choose(0, 1_000)
            from b in Gen.Choose(1, 5)
            select new Act(kind, a, b);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200), Prop.ForAll(Arb.From(acts.ListOf()), history => Run([.. history])));
    }

    private static void Run(IReadOnlyList<Act> history)
    {
        using var rig = new FeedRig();
        var log = new List<RoomEvent>(rig.Commit(3));
        var listeners = new (RecordingListener Listener, FeedMember? Member, long From)[Listeners];
        foreach (Act act in history)
        {
            ref var one = ref listeners[act.A % Listeners];
            switch (act.Kind)
            {
                case Kind.Commit:
                    log.AddRange(rig.Commit(act.B));
                    break;
                case Kind.Tell: // the newest few
                    rig.Tell([.. log[Math.Max(0, log.Count - act.B)..]]);
                    break;
                case Kind.TellOld: // any run, late or doubled
                    int start = act.A % log.Count;
                    rig.Tell([.. log[start..Math.Min(log.Count, start + act.B)]]);
                    break;
                case Kind.TellHead:
                    rig.Feed.OnHead(rig.Epoch, rig.Head);
                    break;
                case Kind.Turn:
                    rig.Turns.Run();
                    break;
                case Kind.Attach when one.Member is null:
                    one = (new RecordingListener(), null, act.A % (log.Count + 1));
                    one.Member = rig.Attach(one.Listener, one.From);
                    break;
                case Kind.Detach when one.Member is { } member:
                    rig.Feed.Detach(member, done: null);
                    one.Member = null;
                    break;
                case Kind.Busy:
                    one.Listener?.BeBusy();
                    break;
                case Kind.Free:
                    one.Listener?.TakeMore();
                    break;
                case Kind.HoldReads:
                    rig.Log.HoldsReads = !rig.Log.HoldsReads;
                    break;
                case Kind.Read when rig.Log.HeldReads.Count > 0:
                    rig.Log.TakeHeldRead().Arrive();
                    break;
                case Kind.LoseRead when rig.Log.HeldReads.Count > 0:
                    rig.Log.TakeHeldRead().GetLost();
                    break;
                case Kind.Wait:
                    rig.Pass(TimeSpan.FromMilliseconds(300));
                    break;
            }
        }

        SettleDown(rig, listeners.Select(one => one.Listener));
        foreach ((RecordingListener listener, FeedMember? member, long from) in listeners)
        {
            if (member is not null)
                Assert.Equal(Enumerable.Range((int)from + 1, (int)(rig.Head - from)).Select(seq => (long)seq), listener.Seqs);
        }

        Assert.Empty(rig.Lines.At(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    /// <summary>The trouble ends; the owner tells its head once more.</summary>
    private static void SettleDown(FeedRig rig, IEnumerable<RecordingListener?> listeners)
    {
        rig.Log.HoldsReads = false;
        while (rig.Log.HeldReads.Count > 0)
            rig.Log.TakeHeldRead().Arrive();
        foreach (RecordingListener? listener in listeners)
            listener?.TakeMore();
        rig.TellHead();
        rig.Pass(TimeSpan.FromSeconds(1));
    }
}
