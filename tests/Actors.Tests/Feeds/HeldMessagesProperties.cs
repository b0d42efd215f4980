using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Feeds;

/// <summary>
/// However messages, joins and a connection that keeps up now and then come together: a listener gets some of the messages, in order, and
/// is told exactly how many are missing in each place; and what its policy promises is among them.
/// </summary>
public sealed class HeldMessagesProperties
{
    public enum Kind { Message, Other, FallBehind, CatchUp }

    public sealed record Act(Kind Kind, int Key, int Count, int Size);

    [Theory]
    [InlineData(Delivery.Reliable)]
    [InlineData(Delivery.LatestByKey)]
    [InlineData(Delivery.Sample)]
    [InlineData(Delivery.DropOldest)]
    public void AnyInterleaving_GivesASubsequenceInOrder_WithRightCounts(Delivery delivery)
    {
        Gen<Act> acts =
            from kind in Gen.Frequency(
                (8, Gen.Constant(Kind.Message)), (1, Gen.Constant(Kind.Other)), (2, Gen.Constant(Kind.FallBehind)), (2, Gen.Constant(Kind.CatchUp)))
            from key in Gen.Choose(0, 4)
            from count in Gen.Choose(1, 5)
            from size in Gen.Frequency((9, Gen.Constant(10)), (1, Gen.Constant(20_000)))
            select new Act(kind, key, count, size);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(150),
            Prop.ForAll(Arb.From(acts.ListOf()), history => Run(new DeliveryPolicy(delivery, TimeSpan.FromSeconds(2)), [.. history])));
    }

    private static void Run(DeliveryPolicy policy, IReadOnlyList<Act> history)
    {
        var sink = new OrderedSink();
        var paced = new PacedDelivery(sink, policy);
        var given = new List<RoomEvent>();
        foreach (Act act in history)
        {
            switch (act.Kind)
            {
                case Kind.Message:
                    Give(Enumerable.Range(0, act.Count).Select(i => Message(given.Count + 1 + i, (act.Key + i) % 5, act.Size)));
                    break;
                case Kind.Other:
                    Give([Some.Left(given.Count + 1, Some.Cy)]);
                    break;
                case Kind.FallBehind:
                    sink.FallBehind();
                    break;
                case Kind.CatchUp:
                    sink.CatchUp();
                    break;
            }
        }

        sink.CatchUp();
        sink.HoldTo(given, policy);

        void Give(IEnumerable<RoomEvent> events)
        {
            RoomEvent[] run = [.. events];
            given.AddRange(run);
            paced.Send(new FeedBatch(Some.Room, Some.Epoch, [.. run]));
        }
    }

    private static MessagePublished Message(long seq, int key, int size) => Some.Message(seq, at: Some.Noon.AddMilliseconds(300 * seq)) with
    {
        Body = new MessageBody(new byte[size], Encoding.UTF8.GetBytes($$"""{"key":"k{{key}}"}""")),
    };

    /// <summary>Notes what comes in the order in which it comes.</summary>
    private sealed class OrderedSink : IClientSink
    {
        private readonly List<(RoomEvent? Event, long Skipped)> _got = [];
        private TaskCompletionSource? _behind;

        public bool IsBehind => _behind is not null;

        public void FallBehind() => _behind ??= new TaskCompletionSource();

        public void CatchUp()
        {
            (TaskCompletionSource? behind, _behind) = (_behind, null);
            behind?.SetResult();
        }

        public void Send(FeedBatch batch) => _got.AddRange(batch.Events.Select(static e => ((RoomEvent?)e, 0L)));

        public void Send(FeedSkip skip) => _got.Add((null, skip.Count));

        public void Send(FeedSignal signal) => throw new InvalidOperationException();

        public void Send(FeedReset reset) => throw new InvalidOperationException();

        public ValueTask ReadyForReplayAsync() => _behind is null ? ValueTask.CompletedTask : new ValueTask(_behind.Task);

        public void Replace() => throw new InvalidOperationException();

        public void Fail() => throw new InvalidOperationException();

        public void Expel(string reason) => throw new InvalidOperationException();

        public void HoldTo(List<RoomEvent> given, DeliveryPolicy policy)
        {
            long seq = 0;
            foreach ((RoomEvent? e, long skipped) in _got)
            {
                seq += e is null ? skipped : 1;
                if (e is not null)
                    Assert.Equal(seq, e.Seq);
            }

            // The last one is never left out.
            Assert.Equal(given.Count, seq);
            HashSet<long> got = [.. _got.Where(static one => one.Event is not null).Select(static one => one.Event!.Seq)];
            Assert.All(given.Where(static e => e is not MessagePublished), e => Assert.Contains(e.Seq, got));
            if (policy.IsReliable)
                Assert.Equal(given.Count, got.Count);
            if (policy.Delivery == Delivery.LatestByKey)
                Assert.All(NewestOfEachKey(given), e => Assert.Contains(e.Seq, got));
        }

        private static IEnumerable<RoomEvent> NewestOfEachKey(List<RoomEvent> given) => given.OfType<MessagePublished>()
            .GroupBy(static e => MetadataKey.Of(e.Body.Metadata)).Select(static its => its.Last());
    }
}
