using System.Collections.Concurrent;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Routing;

/// <summary>
/// Brings a command to its room: to the mailbox when this node owns the room's shard, over the peer link
/// to the owner when another does. Commands of one caller to one room keep their order on either way.
/// </summary>
public sealed class RoomRouter
{
    /// <summary>
    /// A client waits no longer than this for an answer. Longer than any hand-over or take-over
    /// (architecture: 2 s), so a question survives those.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>A question follows a moving shard this often before it is given up as unavailable.</summary>
    private const int MaxSendings = 5;

    private readonly IShardDirectory _directory;
    private readonly IPeerLink _link;
    private readonly RoomHost _host;
    private readonly TimingWheel _wheel;
    private readonly ConcurrentDictionary<long, PendingAsk> _elsewhere = new();
    private long _correlations;

    /// <summary>Questions that wait for another node.</summary>
    internal int WaitingElsewhere => _elsewhere.Count;

    internal RoomRouter(IShardDirectory directory, IPeerLink link, RoomHost host, TimingWheel wheel)
    {
        (_directory, _link, _host, _wheel) = (directory, link, host, wheel);
    }

    public Task<RoomReply> AskAsync(RoomId room, RoomCommand command)
    {
        var ask = new PendingAsk(this, room, command);
        _wheel.Schedule(ask, Deadline);
        Send(ask);
        return ask.Answer;
    }

    /// <summary>The node to tell that this one listens; null while nobody owns the shard.</summary>
    internal NodeId? OwnerOf(RoomId room)
    {
        ShardMap map = _directory.Current;
        return map.OwnerOf(map.ShardOf(room))?.Node;
    }

    /// <summary>A question from another node, which believes that this one owns the room.</summary>
    internal void OnAsked(NodeId from, AskRoom asked)
    {
        ShardMap map = _directory.Current;
        ShardId shard = map.ShardOf(asked.Room);
        var replyTo = new ReplyToPeer(_link, from, asked.Correlation);
        if (map.OwnerOf(shard) is { } owner && owner.Node == _link.Self)
            _host.Post(asked.Room, shard, owner.Term, new RoomEnvelope(asked.Command, replyTo));
        else
            replyTo.Reply(RoomReply.Moved.Instance);
    }

    internal void OnAnswered(AnswerRoom answered)
    {
        if (_elsewhere.TryRemove(answered.Correlation, out PendingAsk? ask))
            ask.Reply(answered.Reply);
    }

    internal void SendAgain(PendingAsk ask)
    {
        // Nobody waits any more; what is sent now would have its effect behind the back of who was told that it timed out.
        if (ask.Answer.IsCompleted)
            return;

        if (ask.Sendings >= MaxSendings)
            ask.Reply(new RoomReply.Unavailable("the room keeps moving"));
        else
            Send(ask);
    }

    internal void Ended(PendingAsk ask)
    {
        _wheel.Cancel(ask);
        if (ask.Correlation != 0)
            _elsewhere.TryRemove(ask.Correlation, out _);
    }

    private void Send(PendingAsk ask)
    {
        ask.Sendings++;
        ShardMap map = _directory.Current;
        ShardId shard = map.ShardOf(ask.Room);
        if (map.OwnerOf(shard) is not { } owner)
        {
            ask.Reply(new RoomReply.Unavailable("no node owns the room now"));
        }
        else if (owner.Node == _link.Self)
        {
            _host.Post(ask.Room, shard, owner.Term, new RoomEnvelope(ask.Command, ask));
        }
        else
        {
            ask.Correlation = Interlocked.Increment(ref _correlations);
            _elsewhere[ask.Correlation] = ask;
            _link.Send(owner.Node, new AskRoom(ask.Correlation, ask.Room, ask.Command));

            // It may have timed out since, and then nobody else takes it out again.
            if (ask.Answer.IsCompleted)
                _elsewhere.TryRemove(ask.Correlation, out _);
        }
    }

    private sealed class ReplyToPeer(IPeerLink link, NodeId to, long correlation) : IReplySink
    {
        public void Reply(RoomReply reply) => link.Send(to, new AnswerRoom(correlation, reply));
    }
}
