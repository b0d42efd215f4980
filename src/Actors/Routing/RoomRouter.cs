using System.Collections.Concurrent;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Routing;

/// <summary>
/// Brings a command to its room: to the mailbox when this node serves the room's shard, over the peer link
/// to the owner when another does, and while nobody does it is held until somebody does. Commands of one caller to one
/// room keep their order on either way.
/// <para>
/// A question bears the term of the owner it is sent to. Who gets one of a later term than it knows of holds it and looks at
/// the directory; who gets one of an earlier term, or for a shard that it no longer owns, says <see cref="RoomReply.Moved"/>, and the asker
/// sends it to the next owner as soon as it knows that one. When an owner is gone, what was sent to it is sent
/// again to the next: the log knows by request id whether it has happened already. And since the link may lose what it is given,
/// a question that stays without an answer is sent to the same owner again now and then.
/// </para>
/// </summary>
public sealed class RoomRouter
{
    /// <summary>
    /// A client waits no longer than this for an answer. Longer than any hand-over or take-over
    /// (architecture: 2 s), so a question survives those.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Without an answer for so long, a question or its answer may have been lost (after a break of the link many are). Far above
    /// what an answer takes where all is well; then the distance doubles, so that an owner that is only slow gets three more at most.
    /// </summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>A question follows a moving shard this often before it is given up as unavailable.</summary>
    private const int MaxSendings = 8;

    private readonly ShardKeeper _keeper;
    private readonly IPeerLink _link;
    private readonly RoomHost _host;
    private readonly TimingWheel _wheel;
    private readonly TimeProvider _clock;
    private readonly HeldAsks _held;

    /// <summary>The last question of each node. A node's questions come one at a time and in order.</summary>
    private readonly ConcurrentDictionary<NodeId, long> _lastAsked = new();
    private readonly ConcurrentDictionary<long, PendingAsk> _elsewhere = new();

    /// <summary>Begins anywhere: an answer to the life that this node had before, which comes late, is not one to this life's question.</summary>
    private long _correlations;

    /// <param name="firstCorrelation">Of the questions to other nodes: another one in each life of a node.</param>
    internal RoomRouter(ShardKeeper keeper, IPeerLink link, RoomHost host, TimingWheel wheel, TimeProvider clock, long firstCorrelation)
    {
        (_keeper, _link, _host, _wheel, _clock, _correlations) = (keeper, link, host, wheel, clock, firstCorrelation);
        _held = new HeldAsks(keeper.Current.Owners.Length);
        keeper.Changed += OnChanged;
        keeper.WentAway += OnWentAway;
        keeper.CameBack += ReleaseAll;
        link.Interrupted += OnInterrupted;
    }

    /// <summary>Questions that wait for another node.</summary>
    internal int WaitingElsewhere => _elsewhere.Count;

    public Task<RoomReply> AskAsync(RoomId room, RoomCommand command)
    {
        var ask = new PendingAsk(this, room, command, _clock.GetTimestamp());
        _wheel.Schedule(ask, AskAgainAfter);
        Place(ask);
        return ask.Answer;
    }

    /// <summary>Whom to tell that this node listens; null while nobody owns the shard.</summary>
    internal ShardOwner? OwnerOf(RoomId room) => _keeper.Current.OwnerOf(room);

    internal void OnAsked(NodeId from, AskRoom asked)
    {
        // Doubled on its way: whoever asked would hear one answer, and both might have an effect.
        if (_lastAsked.TryGetValue(from, out long last) && last == asked.Correlation)
            return;

        _lastAsked[from] = asked.Correlation;
        Place(new PeerAsk(
            this, _link, from, asked, _clock, _clock.TimestampAfter(_clock.GetTimestamp(), Deadline)));
    }

    internal void OnAnswered(AnswerRoom answered)
    {
        if (_elsewhere.TryRemove(answered.Correlation, out PendingAsk? ask))
            ask.Reply(answered.Reply);
    }

    /// <summary>Sends a question to where it belongs now.</summary>
    internal void Place(PendingAsk ask)
    {
        // Nobody waits any more; what is sent now would have its effect behind the back of who was told that it timed out.
        if (ask.IsOver)
            return;

        ShardId shard = _keeper.Current.ShardOf(ask.Room);
        Placement placement = PlacementOf(shard);
        switch (placement)
        {
            case Placement.Here here when here.Term != ask.SentTerm:
                if (MaySend(ask, here.Term))
                    _host.Post(ask.Room, shard, here.Term, new RoomEnvelope(ask.Command, ask));
                break;
            case Placement.There there when there.Term != ask.SentTerm:
                if (MaySend(ask, there.Term))
                    SendTo(there.Node, ask);
                break;
            case Placement.Unreachable:
                ask.Reply(Unreachable);
                break;
            default:
                Hold(shard, ask, placement);
                break;
        }
    }

    /// <summary>Takes another node's question, or says that this is not the place.</summary>
    internal void Place(PeerAsk ask)
    {
        if (ask.IsOver)
            return;

        ShardMap map = _keeper.Current;
        ShardId shard = map.ShardOf(ask.Asked.Room);
        Placement placement = PlacementOf(shard);
        bool isBehind = ask.Asked.Term > Math.Max(map.OwnerOf(shard)?.Term ?? 0, (placement as Placement.Here)?.Term ?? 0);
        if (placement is Placement.Here here && here.Term > ask.Asked.Term)
        {
            // Held, or on its way, while others had the shard: the asker has asked those meanwhile, and heeds no answer to this one.
            ask.Reply(RoomReply.Moved.Instance);
        }
        else if (placement is Placement.Here && !isBehind)
        {
            _host.Post(ask.Asked.Room, shard, ask.Asked.Term, new RoomEnvelope(ask.Asked.Command, ask));
        }
        else if (placement is Placement.Unreachable)
        {
            ask.Reply(Unreachable);
        }
        else if (isBehind || map.OwnerOf(shard)?.Node == _link.Self)
        {
            Hold(shard, ask, placement);
            if (isBehind)
                _keeper.LookAgain();
        }
        else
        {
            ask.Reply(RoomReply.Moved.Instance);
        }
    }

    /// <summary>Whoever had it says that the room is not there any more.</summary>
    internal void SendAgain(PendingAsk ask)
    {
        Place(ask);

        // Held until the map changes: it may have changed already, and this node not have heard of it.
        if (!ask.IsOver)
            _keeper.LookAgain();
    }

    /// <summary>It has waited for a while: in vain, or once more.</summary>
    internal void OnDue(PendingAsk ask)
    {
        TimeSpan waited = _clock.GetElapsedTime(ask.AskedAt);
        if (waited >= Deadline)
        {
            ask.Reply(RoomReply.TimedOut.Instance);
            return;
        }

        if (ask.Correlation != 0)
        {
            AskOnceMore(ask);
            PlaceIfMoved(ask);
        }

        TimeSpan left = Deadline - waited;
        _wheel.Schedule(ask, waited + AskAgainAfter < left ? waited + AskAgainAfter : left);
        if (ask.IsOver)
            _wheel.Cancel(ask);
    }

    internal void Ended(PendingAsk ask)
    {
        _wheel.Cancel(ask);
        if (ask.Correlation != 0)
            _elsewhere.TryRemove(ask.Correlation, out _);
    }

    private static RoomReply.Unavailable Unreachable => new("the cluster's store cannot be reached now");

    private Placement PlacementOf(ShardId shard)
    {
        if (_keeper.IsAway)
            return Placement.Unreachable.Instance;

        // Named the owner in another term than the one it serves, a node may be about to let go of what it has in memory.
        ShardOwner? owner = _keeper.Current.OwnerOf(shard);
        if (_keeper.ServesNow(shard) is > 0 and var term && (owner is null || owner.Value.Term == term))
            return new Placement.Here(term);

        return owner is { } other && other.Node != _link.Self
            ? new Placement.There(other.Node, other.Term)
            : Placement.Nowhere.Instance;
    }

    private static bool MaySend(PendingAsk ask, long term)
    {
        ask.SentTerm = term;
        if (++ask.Sendings <= MaxSendings)
            return true;

        ask.Reply(new RoomReply.Unavailable("the room keeps moving"));
        return false;
    }

    private void SendTo(NodeId owner, PendingAsk ask)
    {
        ask.Correlation = Interlocked.Increment(ref _correlations);
        _elsewhere[ask.Correlation] = ask;
        _link.Send(owner, new AskRoom(ask.Correlation, ask.Room, ask.SentTerm, ask.Command));

        // It may have timed out since, and then nobody else takes it out again. Or there is another owner, and whoever looked for what
        // waits for the one before did not see it yet.
        if (ask.IsOver)
            _elsewhere.TryRemove(ask.Correlation, out _);
        else
            PlaceIfMoved(ask);
    }

    /// <summary>Sends it to where it belongs now, if it waits for an owner that is no longer.</summary>
    private void PlaceIfMoved(PendingAsk ask)
    {
        bool isStillThere = PlacementOf(_keeper.Current.ShardOf(ask.Room)) is Placement.There there && there.Term == ask.SentTerm;
        if (!isStillThere && _elsewhere.TryRemove(ask.Correlation, out _))
            Place(ask);
    }

    /// <summary>
    /// Sends it once more, if it waits for another node that is still the one to ask. Under another number: only the answer to the last
    /// sending counts. The first may have been refused, and that word be late, when the second is already in the log.
    /// </summary>
    private void AskOnceMore(PendingAsk ask)
    {
        if (ask.MayBeDoubled && ask.Correlation != 0
            && PlacementOf(_keeper.Current.ShardOf(ask.Room)) is Placement.There there && there.Term == ask.SentTerm
            && _elsewhere.TryRemove(ask.Correlation, out _))
        {
            SendTo(there.Node, ask);
        }
    }

    private void Hold(ShardId shard, IHeldAsk ask, Placement placement)
    {
        if (!_held.TryHold(shard, ask))
        {
            ask.Reply(new RoomReply.Unavailable("too many commands wait for the room's owner"));
            return;
        }

        // What changed between the look and the hold has passed it by: the map, or this node's lease, which is in no map.
        if (placement != PlacementOf(shard))
            Release(shard);
    }

    private void Release(ShardId shard)
    {
        foreach (IHeldAsk ask in _held.Release(shard))
            ask.Retry();
    }

    private void ReleaseAll()
    {
        for (int shard = 0; shard < _keeper.Current.Owners.Length; shard++)
            Release(new ShardId(shard));
    }

    private void OnChanged(ShardMap before, ShardMap now)
    {
        // The older first: what was sent to an owner that is gone came before what is held for the next.
        foreach (PendingAsk ask in _elsewhere.Values.OrderBy(static ask => ask.Correlation))
            PlaceIfMoved(ask);

        for (int shard = 0; shard < now.Owners.Length; shard++)
        {
            if (before.Owners[shard] != now.Owners[shard] || before.Served[shard] != now.Served[shard])
                Release(new ShardId(shard));
        }
    }

    // Answers may have been among what was lost.
    private void OnInterrupted() => AskAgain(static _ => true);

    /// <summary>That node may have missed questions.</summary>
    internal void AskAgain(NodeId node) => AskAgain(ask => OwnerOf(ask.Room)?.Node == node);

    private void AskAgain(Func<PendingAsk, bool> which)
    {
        foreach (PendingAsk ask in _elsewhere.Values.Where(which).OrderBy(static ask => ask.Correlation))
            AskOnceMore(ask);
    }

    private void OnWentAway()
    {
        foreach (PendingAsk ask in _elsewhere.Values.OrderBy(static ask => ask.Correlation))
            ask.Reply(Unreachable);
        ReleaseAll();
    }
}
