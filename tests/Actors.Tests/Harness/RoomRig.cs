using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Harness;

/// <summary>The rooms of one node over a scripted log, a link that takes notes, and turns that the test runs.</summary>
internal sealed class RoomRig : IDisposable
{
    public static readonly NodeId Self = new("n1");
    public static readonly NodeId Listener = new("n2");

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly InMemoryShardFence _fence = new(shards: 1);
    private long _term;
    private long _lastTerm;

    /// <param name="observers">Hear on this node what becomes of its rooms.</param>
    public RoomRig(MailboxOptions? options = null, params IRoomObserver[] observers)
    {
        Stored = new InMemoryRoomLog(_fence);
        Log = new ScriptedRoomLog(Stored);
        Held = new HeldDirectory(RoomDirectory.InMemory(_fence, Clock));
        Rooms = Held.Directory;
        Wheel = new TimingWheel(Clock, NullLogger<TimingWheel>.Instance);
        var ports = new NodePorts(
            Self, new InMemoryShardDirectory(shards: 1, Clock), _fence, Link, Log, new InMemorySessionStore(Clock), Turns, Clock,
            new SeededEntropy(1))
        {
            Rooms = Rooms,
            LastSeen = new InMemoryLastSeen(),
            Observers = [.. observers],
        };
        Host = new RoomHost(
            ports, Wheel, new IdSource(ports.Entropy), options ?? new MailboxOptions { MessagesPerSecond = 0 },
            new PresenceTerms(() => Cluster, Clock, grace: TimeSpan.FromSeconds(5)), new PatternAudience(Clock), () => true, _ => Holds, (_, term) => Fenced.Add(term),
            Lines.CreateLogger<RoomHost>());
        _term = Fence("self");
    }

    /// <summary>Whether the node has its lease.</summary>
    public bool Holds { get; set; } = true;

    public ManualTimeProvider Clock { get; } = new();

    public ManualScheduler Turns { get; } = new();

    public RecordingLink Link { get; } = new(Self);

    public LogCapture Lines { get; } = new();

    public InMemoryRoomLog Stored { get; }

    public ScriptedRoomLog Log { get; }

    /// <summary>What is known of rooms beside their logs.</summary>
    public RoomDirectory Rooms { get; }

    /// <summary>Stands between the rooms and <see cref="Rooms"/>.</summary>
    public HeldDirectory Held { get; }

    public TimingWheel Wheel { get; }

    public RoomHost Host { get; }

    /// <summary>The cluster as the rooms here see it.</summary>
    public ShardMap Cluster { get; set; } = ShardMap.Unknown(shards: 1);

    /// <summary>The terms in which the log refused an append.</summary>
    public List<long> Fenced { get; } = [];

    /// <summary>The term in which commands are posted.</summary>
    public long Term => _term;

    public void Dispose() => Wheel.Dispose();

    /// <summary>Puts a command into its room's inbox; no turn is run.</summary>
    public Ask Post(RoomCommand command, RoomId? room = null)
    {
        var ask = new Ask();
        Host.Post(room ?? Some.Room, default, _term, new RoomEnvelope(command, ask));
        return ask;
    }

    /// <summary>Posts, and runs all turns.</summary>
    public Ask Ask(RoomCommand command, RoomId? room = null)
    {
        Ask ask = Post(command, room);
        Turns.Run();
        return ask;
    }

    /// <summary>A room that Ann made and Bob is in: its log ends at 3.</summary>
    public void OpenRoom(RoomId? room = null)
    {
        Ask(Some.Join(Some.Ann), room);
        Ask(Some.Join(Some.Bob), room);
    }

    /// <summary>From now on <see cref="Listener"/> is told about the room, and <see cref="Link"/> notes it.</summary>
    public void Listen(RoomId? room = null) => Host.StartListening(room ?? Some.Room, Listener);

    /// <summary>Time goes by, with a turn wherever one is due.</summary>
    public void Pass(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            Clock.Advance(passed + Step <= time ? Step : time - passed);
            Turns.Run();
        }
    }

    /// <summary>Another node takes the shard, and this one does not hear of it.</summary>
    public void LoseShard()
    {
        Fence("listener");
    }

    /// <summary>This node takes the shard back, in a new term.</summary>
    public void RegainShard()
    {
        _term = Fence("self");
    }

    /// <summary>The store restarts, and has lost everything of the room after <paramref name="lastSeq"/>.</summary>
    public void LoseTail(long lastSeq, RoomId? room = null)
    {
        Stored.Lose(room ?? Some.Room, lastSeq);
        _fence.BeginGeneration();
    }

    /// <summary>The shard is claimed in a new term, which is returned; a log in doubt is in doubt from then on.</summary>
    public long Fence(string claimant)
    {
        long term = ShardTerm.Next(_lastTerm, claimant);
        _ = _fence.FenceAsync(default, term, goesOnFrom: null, CancellationToken.None).AsTask().Result;
        return _lastTerm = term;
    }

    /// <summary>Another writer of the same term appends behind the mailbox's back.</summary>
    public void AppendBehindItsBack(params ImmutableArray<RoomEvent> events) => Append(Some.Room, Epoch(), events);

    /// <summary>Writes a log that no mailbox has seen yet.</summary>
    public void Append(RoomId room, Epoch epoch, ImmutableArray<RoomEvent> events)
    {
        var append = new RoomAppend(new RoomWriter(room, default, _term), epoch, events[0].Seq - 1, events);
        if (Stored.AppendAsync(append, CancellationToken.None).AsTask().Result != AppendResult.Appended)
            throw new InvalidOperationException("The log refused the test's own append.");
    }

    public LogPage Page(RoomId? room = null) =>
        Stored.ReadAsync(room ?? Some.Room, LogRange.Following(0, int.MaxValue), CancellationToken.None).AsTask().Result;

    public Epoch Epoch() => Page().Epoch!.Value;

    /// <summary>The texts of the room's messages as the log has them.</summary>
    public IEnumerable<string> Texts(RoomId? room = null) => Page(room).Events.OfType<MessagePublished>().Select(Some.TextOf);
}
