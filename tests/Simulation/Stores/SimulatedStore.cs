using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Simulation.Logs;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Stores;

/// <summary>
/// The one store behind all ports of all nodes, as a Redis is: directory, fence, logs, sessions. It can be away, and it
/// can restart without its last moments: then everything in it is as it was at one moment, as after the replay of a
/// file that was not synced to its end.
/// </summary>
internal sealed class SimulatedStore
{
    /// <summary>A call that failed was made so long ago at most.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);

    private readonly InMemoryShardDirectory _directory;
    private readonly InMemoryShardFence _fence;
    private readonly InMemoryRoomLog _log;
    private readonly InMemorySessionStore _sessions;

    public SimulatedStore(int shards, SimulatedWorld world, Mutations mutations)
    {
        _directory = new InMemoryShardDirectory(shards, world.Clock);
        _fence = new InMemoryShardFence(shards);
        _log = new InMemoryRoomLog(_fence);
        _sessions = new InMemorySessionStore(world.Clock);
        Rooms = RoomDirectory.InMemory(_fence, world.Clock);
        Terms = new TermLedger(shards);
        Terms.Moved += shard => Moves.Add((shard, world.Now));
        Archive = new LogArchive(mutations.StoredLog(_log, Terms.Current));
    }

    public IShardDirectory Directory => _directory;

    public IShardFence Fence => _fence;

    /// <summary>The logs, and the memory of all that was ever in them.</summary>
    public LogArchive Archive { get; }

    public ISessionStore Sessions => _sessions;

    /// <summary>What is known of rooms beside their logs. Not taken back when the store restarts.</summary>
    public RoomDirectory Rooms { get; }

    public InMemoryLastSeen LastSeen { get; } = new();

    /// <summary>Who wrote in which term.</summary>
    public TermLedger Terms { get; }

    public bool IsUp { get; set; } = true;

    /// <summary>Counts its restarts: what is on its way when it ends does not survive it.</summary>
    public int Life { get; private set; }

    /// <summary>When shards were taken up by an owner.</summary>
    public List<(ShardId Shard, DateTimeOffset At)> Moves { get; } = [];

    /// <summary>Spans of time in which a session may not have been kept, or not have been found.</summary>
    public List<(DateTimeOffset From, DateTimeOffset Until)> SessionTroubles { get; } = [];

    public void OnSessionTrouble(DateTimeOffset now) => SessionTroubles.Add((now - Before, now));

    public Image TakeImage(DateTimeOffset now) => new(
        now, _directory.TakeImage(), _fence.TakeImage(), _log.TakeImage(), Archive.TakeImage(), Terms.TakeImage(), _sessions.TakeImage());

    /// <summary>Ends, to come back with <see cref="IsUp"/> as it was when the image was taken.</summary>
    public void Crash(Image image, bool losesDirectory, bool losesSessions, DateTimeOffset now)
    {
        Life++;
        IsUp = false;
        _fence.GoBackTo(image.Fence);
        _log.GoBackTo(image.Log);
        Archive.GoBackTo(image.Archive);
        Terms.GoBackTo(image.Terms);
        _directory.Generation = $"{Life + 1}";
        if (losesDirectory)
            _directory.GoBackTo(image.Directory);

        if (losesSessions)
        {
            _sessions.GoBackTo(image.Sessions);
            SessionTroubles.Add((image.At, now));
        }
    }

    internal sealed record Image(
        DateTimeOffset At,
        InMemoryShardDirectory.Image Directory,
        ImmutableArray<InMemoryShardFence.Entry> Fence,
        ImmutableDictionary<RoomId, InMemoryRoomLog.StoredLog> Log,
        ImmutableArray<LogArchive.RoomImage> Archive,
        TermLedger.Image Terms,
        ImmutableArray<KeyValuePair<string, (SessionRecord? Record, DateTimeOffset Expires)>> Sessions);
}
