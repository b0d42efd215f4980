using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// The rooms that are active on this node. A room comes to life with its first command and leaves
/// when nobody needs it, or with its shard.
/// </summary>
internal sealed class RoomHost : IShardTenant
{
    private readonly ConcurrentDictionary<RoomId, RoomMailbox>[] _active;
    private readonly RoomBroadcaster _broadcaster;
    private readonly RosterStarts _rosters;

    /// <summary>The term in which each shard is, or was last, this node's.</summary>
    private readonly long[] _terms;
    private readonly MailboxContext _context;

    /// <param name="presences">What the rooms believe about users' presence.</param>
    /// <param name="hasListeners">Whether somebody may know who is in a room that this node takes over.</param>
    /// <param name="patterns">Which nodes listen to channels by a pattern.</param>
    /// <param name="holds">Whether this node may decide and write for a shard's rooms now.</param>
    /// <param name="fenced">Told when the log refuses an append: the shard, and the term it was in.</param>
    public RoomHost(
        NodePorts ports, TimingWheel wheel, IdSource ids, MailboxOptions options, PresenceTerms presences, PatternAudience patterns,
        Func<bool> hasListeners, Func<ShardId, bool> holds, Action<ShardId, long> fenced, ILogger<RoomHost> logger)
    {
        int shards = ports.Directory.Shards;
        _active = [.. Enumerable.Range(0, shards).Select(static _ => new ConcurrentDictionary<RoomId, RoomMailbox>())];
        _terms = new long[shards];
        _broadcaster = new RoomBroadcaster(ports.Link, shards, patterns);
        _rosters = new RosterStarts(shards, options.MaxRosterSize, ports.Clock, hasListeners);
        _context = new MailboxContext(
            ports.Log, new RoomLoader(ports.Log, ids, options), new LogKeeper(ports.Log, options, ports.Clock, logger), _broadcaster,
            new DirectoryFeeder(ports.Rooms, ports.Log, wheel, logger), new ReadMarkerKeeper(ports.Rooms.Markers, wheel, ports.Clock, logger),
            ports.Scheduler, wheel, ports.Clock, ids, presences, options, logger, holds, Forget, fenced, shard => LeftOwing(shard), ports.Observers);
    }

    /// <summary>A room of the shard owes the directory something, and cannot pay now.</summary>
    public event Action<ShardId> LeftOwing = static _ => { };

    /// <summary>Rooms in memory now.</summary>
    public int ActiveRooms => _active.Sum(static rooms => rooms.Count);

    /// <summary>The channels in memory now.</summary>
    public IEnumerable<ChannelId> ActiveChannels =>
        _active.SelectMany(static rooms => rooms.Keys).Select(static room => ChannelId.Of(room)).OfType<ChannelId>();

    /// <param name="term">The term in which this node serves the room's shard.</param>
    public void Post(RoomId room, ShardId shard, long term, RoomEnvelope envelope)
    {
        while (true)
        {
            RoomMailbox mailbox = MailboxOf(room, shard, term);
            if (mailbox.TryPost(envelope))
                return;

            // It closed between the look and the post.
            Forget(mailbox);
        }
    }

    /// <summary>
    /// From now on the node hears what is committed; where the log ends it is told at once if the room is active.
    /// Said again and again while it listens, so that neither a lost word nor a lost tail stays unnoticed.
    /// </summary>
    /// <param name="term">Of the owner that it takes this node to be.</param>
    /// <param name="missesRoster">And it is told who is here, since it has missed some of it.</param>
    /// <param name="rosterHeard">The version of the roster that it was told last.</param>
    public void StartListening(RoomId room, NodeId node, long term = 0, bool missesRoster = false, long rosterHeard = 0)
    {
        _broadcaster.Add(room, node, term);
        ShardId shard = ShardId.Of(room.Value, _active.Length);
        long current = Volatile.Read(ref _terms[shard.Value]);

        // What was heard from another owner than the one that this node is taken for is not for this one to outdo.
        if (term != 0 && term != current)
            rosterHeard = 0;

        while (true)
        {
            if (_active[shard.Value].TryGetValue(room, out RoomMailbox? mailbox))
            {
                if (mailbox.TellHead(missesRoster, rosterHeard))
                    return;

                // It closed between the look and the word.
                Forget(mailbox);
                continue;
            }

            _rosters.Outdo(shard, current, rosterHeard);

            // One that came meanwhile may have begun below it.
            if (!_active[shard.Value].ContainsKey(room))
                return;
        }
    }

    public void StopListening(RoomId room, NodeId node) => _broadcaster.Remove(room, node);

    /// <summary>The node has gone from the cluster, and nobody listens there any more.</summary>
    public void StopListening(NodeId node) => _broadcaster.Remove(node);

    /// <summary>Has a room tell the directory what it owes; brings it into memory for that.</summary>
    public void MendDirectory(DirectoryDebt debt, ShardId shard, long term)
    {
        while (MailboxOf(debt.Room, shard, term) is var mailbox && !mailbox.TryMendDirectory(debt))
            Forget(mailbox);
    }

    /// <summary>Completes when everything that was posted so far is in the log, or was refused.</summary>
    public Task SettleAsync() => Task.WhenAll(_active.SelectMany(static rooms => rooms.Values).Select(mailbox =>
    {
        // An answer waits for all that was decided before it, so a question that changes nothing is a barrier.
        var barrier = new Barrier();
        var question = new ReadRoster { By = default, Request = default };
        if (!mailbox.TryPost(new RoomEnvelope(question, barrier)))
            barrier.Reply(RoomReply.Done.Instance);

        return barrier.Passed;
    }));

    /// <summary>Has rooms drop who was not announced again since other nodes have their presence.</summary>
    public void SweepRosters()
    {
        for (int shard = 0; shard < _active.Length; shard++)
        {
            foreach (RoomMailbox mailbox in In(new ShardId(shard)))
                mailbox.SweepRoster();
        }
    }

    /// <summary>Has a room lose what is too old in its log; brings it into memory for that.</summary>
    public void LookForAge(RoomId room, ShardId shard, long term) => MailboxOf(room, shard, term).LookForAge();

    public void Settle(ShardId shard, long term)
    {
        Volatile.Write(ref _terms[shard.Value], term);
        _rosters.Settle(shard, term);
        foreach (RoomMailbox mailbox in In(shard))
            mailbox.Settle(term);
    }

    public Task VerifyAsync(ShardId shard) => Task.WhenAll(In(shard).Select(mailbox => mailbox.VerifyAsync()));

    public async Task VacateAsync(ShardId shard)
    {
        await Task.WhenAll(In(shard).Select(mailbox => mailbox.VacateAsync()));
        _rosters.Vacate(shard);
        await Task.WhenAll(_context.Directory.VacateAsync(shard), _context.Markers.VacateAsync(shard));

        // Not before: what was still logged is still broadcast.
        _broadcaster.Forget(shard, Volatile.Read(ref _terms[shard.Value]));
    }

    /// <summary>In the order of their names: that of a table differs from process to process.</summary>
    private IEnumerable<RoomMailbox> In(ShardId shard) =>
        _active[shard.Value].Values.OrderBy(static mailbox => mailbox.Room.Value, StringComparer.Ordinal);

    private RoomMailbox MailboxOf(RoomId room, ShardId shard, long term) =>
        _active[shard.Value].GetOrAdd(
            room,
            static (room, its) => new RoomMailbox(new RoomWriter(room, its.shard, its.term), its.rosters.Begin(its.shard, its.term), its.context),
            (shard, term, rosters: _rosters, context: _context));

    private void Forget(RoomMailbox mailbox)
    {
        _rosters.End(mailbox.Shard, mailbox.RosterVersion);
        _active[mailbox.Shard.Value].TryRemove(KeyValuePair.Create(mailbox.Room, mailbox));
    }

    private sealed class Barrier : IReplySink
    {
        private readonly TaskCompletionSource _passed = new();

        public Task Passed => _passed.Task;

        public void Reply(RoomReply reply) => _passed.TrySetResult();
    }
}
