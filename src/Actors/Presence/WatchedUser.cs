using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// One user whom clients of some nodes watch, on the owner of the user's presence: what those nodes were told last, and what is next. All of it is sent by the wheel,
/// one word after another and a new one once a second at most: so no order between threads has to be kept, and a user who flickers costs no more than others.
/// <para>
/// An owner that has just taken the shard does not know yet who is there. Until all nodes can have reported it calls nobody offline, and says
/// nothing in place of that: the nodes go on with what they were told by the owner before. Nobody, also of those whom it knows to hide: else they could be told from those who are gone.
/// </para>
/// </summary>
internal sealed class WatchedUser(UserId id, PresenceShard shard, PresenceContext context, Action<NodeId, PresenceTold> send) : WheelEntry
{
    /// <summary>Between two words that say something else.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>A node that has not said for so long that it watches the user does not: it says so again every 30 s, and its last word may have been lost.</summary>
    private static readonly TimeSpan ForgetAfter = 4 * PresenceWatches.RenewalInterval;

    private CompactMap<NodeId, Watcher> _nodes;
    private UserStatus? _told;
    private DateTimeOffset _toldAt;
    private DateTimeOffset? _lastSeen;
    private long _version;
    private bool _isEnded;

    public UserId Id => id;

    /// <summary>Under the gate. That node's clients watch, and it has to hear how the user is, whatever it has heard before.</summary>
    public void Watch(NodeId node)
    {
        _nodes.Set(node, new Watcher(context.Clock.GetUtcNow(), HasToHear: true));
        SetAlarm();
    }

    /// <summary>Under the gate. None of that node's clients watches any more.</summary>
    public void Unwatch(NodeId node)
    {
        if (_nodes.Remove(node) && _nodes.Count == 0)
            shard.Forget(this);
    }

    /// <summary>Under the gate. Forgets the nodes that are not in the cluster any more.</summary>
    public void LoseGone(Func<NodeId, bool> lives)
    {
        foreach (NodeId gone in _nodes.Keys.Where(node => !lives(node)).ToArray())
            Unwatch(gone);
    }

    /// <summary>Under the gate. What others see of the user is something else.</summary>
    /// <param name="lastSeen">Until when they could be seen; null for who can be seen now.</param>
    public void Note(DateTimeOffset? lastSeen)
    {
        _lastSeen = lastSeen;
        SetAlarm();
    }

    /// <summary>Under the gate. The user's presence is another node's to tell, or nobody watches any more.</summary>
    public void End()
    {
        _isEnded = true;
        context.Wheel.Cancel(this);
    }

    protected internal override void OnDue()
    {
        List<NodeId> nodes;
        PresenceTold told;
        lock (shard.Gate)
        {
            if (_isEnded)
                return;

            DateTimeOffset now = context.Clock.GetUtcNow();
            foreach (NodeId silent in _nodes.Pairs.Where(node => node.Value.SaidAt + ForgetAfter <= now).Select(static node => node.Key).ToArray())
                Unwatch(silent);
            if (_isEnded)
                return;

            if (NextWord(now) <= now)
                Say(shard.SeenOf(id), now);
            nodes = TakeThoseToTell();
            told = new PresenceTold(id, shard.Term, _version, _told ?? UserStatus.Offline, LastSeenOf(_told));
            SetAlarm();
        }

        nodes.ForEach(node => send(node, told));
    }

    private void Say(UserStatus seen, DateTimeOffset now)
    {
        (_told, _toldAt, _version) = (seen, now, shard.NextWatchVersion());
        foreach ((NodeId node, Watcher watcher) in _nodes.Pairs.ToArray())
            _nodes.Set(node, watcher with { HasToHear = true });
    }

    /// <summary>By name; none while there is nothing that could be said.</summary>
    private List<NodeId> TakeThoseToTell()
    {
        if (_told is null)
            return [];

        List<NodeId> nodes = [.. _nodes.Pairs.Where(static node => node.Value.HasToHear).Select(static node => node.Key).OrderBy(static node => node.Value, StringComparer.Ordinal)];
        foreach (NodeId node in nodes)
        {
            _nodes.TryGetValue(node, out Watcher watcher);
            _nodes.Set(node, watcher with { HasToHear = false });
        }

        return nodes;
    }

    private DateTimeOffset? LastSeenOf(UserStatus? told) => told?.Availability == Availability.Offline ? _lastSeen : null;

    /// <summary>When something else than before can be said; null where there is nothing.</summary>
    private DateTimeOffset? NextWord(DateTimeOffset now)
    {
        UserStatus seen = shard.SeenOf(id);
        if (seen == _told)
            return null;

        DateTimeOffset earliest = _told is null ? now : _toldAt + Pace;
        DateTimeOffset known = shard.TakenAt + context.Confirm;
        return seen.Availability == Availability.Offline && known > earliest ? known : earliest;
    }

    private void SetAlarm()
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        DateTimeOffset due = _nodes.Pairs.Min(static node => node.Value.SaidAt) + ForgetAfter;
        if (NextWord(now) is { } next && next < due)
            due = next;
        if (_told is not null && _nodes.Pairs.Any(static node => node.Value.HasToHear))
            due = now;

        context.Wheel.Schedule(this, due > now ? due - now : TimeSpan.Zero);
    }

    /// <param name="SaidAt">When the node said last that it watches.</param>
    private readonly record struct Watcher(DateTimeOffset SaidAt, bool HasToHear);
}
