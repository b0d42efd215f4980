using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Harness;

/// <summary>One room's feed over a scripted log: the test is the owner, the link and the listeners.</summary>
internal sealed class FeedRig : IDisposable
{
    private readonly InMemoryShardFence _fence = new(shards: 1);
    private readonly RoomWriter _writer;
    private InMemoryRoomLog _stored;

    public FeedRig()
    {
        _writer = new RoomWriter(Some.Room, default, ShardTerm.Next(0, "owner"));
        _ = _fence.FenceAsync(default, _writer.Term, goesOnFrom: null, CancellationToken.None).AsTask().Result;
        _stored = new InMemoryRoomLog(_fence);
        Log = new ScriptedRoomLog(new Current(this));
        Wheel = new TimingWheel(Clock, NullLogger<TimingWheel>.Instance);
        Feed = new RoomFeed(Some.Room, new FeedContext(Log, Turns, Wheel, Lines, ChannelPolicies.Default));
    }

    public ManualTimeProvider Clock { get; } = new();

    public ManualScheduler Turns { get; } = new();

    public LogCapture Lines { get; } = new();

    public TimingWheel Wheel { get; }

    public ScriptedRoomLog Log { get; }

    public RoomFeed Feed { get; }

    public Epoch Epoch { get; private set; } = Some.Epoch;

    public long Head { get; private set; }

    public void Dispose() => Wheel.Dispose();

    /// <summary>The owner logs so many messages, and tells nobody.</summary>
    public ImmutableArray<RoomEvent> Commit(int messages)
    {
        ImmutableArray<RoomEvent> events = Some.Messages(Head + 1, Head + messages);
        if (_stored.AppendAsync(new RoomAppend(_writer, Epoch, Head, events), CancellationToken.None).AsTask().Result != AppendResult.Appended)
            throw new InvalidOperationException("The log refused the test's own append.");

        Head += messages;
        return events;
    }

    /// <summary>The owner's news of events reaches the feed; no turn is run.</summary>
    public void Tell(ImmutableArray<RoomEvent> events) => Feed.OnCommitted(Epoch, events);

    /// <summary>Logged, told, and heard.</summary>
    public void Publish(int messages = 1)
    {
        Tell(Commit(messages));
        Turns.Run();
    }

    public void TellHead()
    {
        Feed.OnHead(Epoch, Head);
        Turns.Run();
    }

    public FeedMember Attach(RecordingListener listener, long position, Epoch? epoch = null)
    {
        var member = new FeedMember(listener);
        Feed.Attach(member, epoch ?? Epoch, position, Math.Max(Head, position));
        return member;
    }

    /// <summary>A listener at the head, and one turn for it to get there.</summary>
    public RecordingListener Listen(long? position = null)
    {
        var listener = new RecordingListener();
        Attach(listener, position ?? Head);
        Turns.Run();
        return listener;
    }

    public void Trim(long firstSeq)
    {
        _stored.SaveSnapshotAsync(_writer, Some.Snapshot(Head), CancellationToken.None).AsTask().Wait();
        _stored.TrimAsync(_writer, firstSeq, CancellationToken.None).AsTask().Wait();
    }

    /// <summary>The log is lost, and begins anew in another epoch with so many messages.</summary>
    public ImmutableArray<RoomEvent> LoseLog(Epoch epoch, int messages)
    {
        _stored = new InMemoryRoomLog(_fence);
        (Epoch, Head) = (epoch, 0);
        return Commit(messages);
    }

    /// <summary>The log is lost, and nobody has begun it again.</summary>
    public void LoseLog() => _stored = new InMemoryRoomLog(_fence);

    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        Turns.Run();
    }

    private sealed class Current(FeedRig rig) : IRoomLog
    {
        public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) => rig._stored.AppendAsync(append, cancellation);

        public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) => rig._stored.ReadAsync(room, range, cancellation);

        public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) => rig._stored.LoadSnapshotAsync(room, cancellation);

        public ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
            rig._stored.SaveSnapshotAsync(writer, snapshot, cancellation);

        public ValueTask<AppendResult> RenewEpochAsync(
            RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
            rig._stored.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation);

        public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
            RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
            rig._stored.ReadManyAsync(room, epoch, seqs, cancellation);

        public ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
            rig._stored.DeleteAsync(writer, epoch, expectedSeq, cancellation);

        public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) => rig._stored.PackAsync(writer, keep, cancellation);

        public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
            ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
            rig._stored.FindOlderAsync(shard, moment, limit, cancellation);

        public ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
            rig._stored.SetOldestAsync(writer, oldest, cancellation);

        public ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) => rig._stored.TrimAsync(writer, firstSeq, cancellation);
    }
}
