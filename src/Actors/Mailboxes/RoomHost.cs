using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// The rooms that are active on this node. A room comes to life with its first command and leaves
/// when nobody needs it.
/// </summary>
internal sealed class RoomHost
{
    private readonly ConcurrentDictionary<RoomId, RoomMailbox> _active = new();
    private readonly RoomBroadcaster _broadcaster;
    private readonly MailboxContext _context;

    public RoomHost(
        IRoomLog log, IPeerLink link, IScheduler scheduler, TimingWheel wheel, TimeProvider clock, IdSource ids,
        MailboxOptions options, ILogger<RoomHost> logger)
    {
        _broadcaster = new RoomBroadcaster(link);
        _context = new MailboxContext(
            log, new RoomLoader(log, ids, options), _broadcaster, scheduler, wheel, clock, ids, options, logger, Forget);
    }

    /// <summary>Rooms in memory now.</summary>
    public int ActiveRooms => _active.Count;

    /// <param name="term">The term in which this node owns the room's shard.</param>
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
    public void StartListening(RoomId room, NodeId node)
    {
        _broadcaster.Add(room, node);
        if (_active.TryGetValue(room, out RoomMailbox? mailbox))
            mailbox.TellHead();
    }

    public void StopListening(RoomId room, NodeId node) => _broadcaster.Remove(room, node);

    /// <summary>Completes when everything that was posted so far is in the log, or was refused.</summary>
    public Task SettleAsync() => Task.WhenAll(_active.Values.Select(mailbox =>
    {
        // An answer waits for all that was decided before it, so a question that changes nothing is a barrier.
        var barrier = new Barrier();
        var question = new ReadRoster { By = default, Request = default };
        if (!mailbox.TryPost(new RoomEnvelope(question, barrier)))
            barrier.Reply(RoomReply.Done.Instance);

        return barrier.Passed;
    }));

    private RoomMailbox MailboxOf(RoomId room, ShardId shard, long term) =>
        _active.GetOrAdd(
            room,
            static (room, its) => new RoomMailbox(new RoomWriter(room, its.shard, its.term), its.context),
            (shard, term, context: _context));

    private void Forget(RoomMailbox mailbox) => _active.TryRemove(KeyValuePair.Create(mailbox.Room, mailbox));

    private sealed class Barrier : IReplySink
    {
        private readonly TaskCompletionSource _passed = new();

        public Task Passed => _passed.Task;

        public void Reply(RoomReply reply) => _passed.TrySetResult();
    }
}
