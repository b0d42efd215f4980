using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Runs one user's <see cref="PresenceActor"/> on the owner of their presence. Everything is done under the gate of the shard; what has to
/// be told then is started after it, since rooms may answer on the same stack.
/// </summary>
internal sealed class PresentUser(UserId id, PresenceShard shard, RoomRouter router, TimingWheel wheel, TimeProvider clock, TimeSpan grace)
    : WheelEntry
{
    /// <summary>
    /// For so long it is remembered of a user who is gone what was heard last, so that a report which comes late, or twice, does
    /// not bring them back. No message is under way for longer.
    /// </summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromSeconds(10);

    private readonly PresenceActor _actor = new(grace);

    /// <summary>Rooms that have not heard the newest yet.</summary>
    private CompactMap<RoomId, RosterAnnouncer> _announcers;
    private DateTimeOffset? _goneSince;
    private bool _isEnded;

    public UserId Id => id;

    public PresenceShard Shard => shard;

    public PresenceActor Actor => _actor;

    /// <summary>Under the gate. Gives what has to be started.</summary>
    public List<RosterAnnouncer> Take(NodeId from, PresenceReported report)
    {
        List<RosterAnnouncer> told = Tell(_actor.Take(from, report, clock.GetUtcNow()));
        SetAlarm();
        return told;
    }

    /// <summary>Under the gate. Gives what has to be started.</summary>
    public List<RosterAnnouncer> LoseGone(Func<NodeId, string, bool> lives)
    {
        if (_actor.LoseGone(lives, clock.GetUtcNow()) is not { } announcements)
            return [];

        List<RosterAnnouncer> told = Tell(announcements);
        SetAlarm();
        return told;
    }

    /// <summary>Under the gate. The room has forgotten, or has to hear that this is still so.</summary>
    public List<RosterAnnouncer> TellAgain(RoomId room) => !_isEnded && _actor.Again(room) is { } again ? Tell([again]) : [];

    /// <summary>Under the gate. The user's presence is another node's to tell, or there is nothing to tell any more.</summary>
    public void End()
    {
        _isEnded = true;
        wheel.Cancel(this);
        foreach ((_, RosterAnnouncer announcer) in _announcers.Pairs)
            wheel.Cancel(announcer);
    }

    protected internal override void OnDue()
    {
        List<RosterAnnouncer> told;
        lock (shard.Gate)
        {
            if (_isEnded)
                return;

            DateTimeOffset now = clock.GetUtcNow();
            told = Tell(_actor.Expire(now));
            if (_goneSince + ForgetAfter <= now && _announcers.Count == 0)
                shard.Forget(this);
            else
                SetAlarm();
        }

        told.ForEach(static announcer => announcer.Start());
    }

    private List<RosterAnnouncer> Tell(IEnumerable<Announcement> announcements)
    {
        List<RosterAnnouncer> told = [];
        foreach (Announcement announcement in announcements)
        {
            RosterAnnouncer announcer = AnnouncerFor(announcement.Room);
            if (announcer.Set(announcement.Status))
                told.Add(announcer);
        }

        return told;
    }

    private RosterAnnouncer AnnouncerFor(RoomId room)
    {
        if (!_announcers.TryGetValue(room, out RosterAnnouncer? announcer))
        {
            announcer = new RosterAnnouncer(id, room, () => _isEnded ? 0 : shard.Term, router, wheel, OnHeard);
            _announcers.Set(room, announcer);
        }

        return announcer;
    }

    private void OnHeard(RosterAnnouncer announcer)
    {
        lock (shard.Gate)
        {
            if (_isEnded)
                return;

            if (announcer.IsIdle)
                _announcers.Remove(announcer.Room);
            SetAlarm();
        }
    }

    /// <summary>
    /// A user who is gone is not forgotten before every room has heard of it: a later life of this user must not be overtaken by this
    /// one's last words.
    /// </summary>
    private void SetAlarm()
    {
        DateTimeOffset now = clock.GetUtcNow();
        _goneSince = _actor.IsGone ? _goneSince ?? now : null;
        DateTimeOffset? due = _actor.NextExpiry() ?? (_announcers.Count == 0 ? _goneSince + ForgetAfter : null);

        // Past, when the wheel has not come to it yet.
        if (due is { } at)
            wheel.Schedule(this, at > now ? at - now : TimeSpan.Zero);
        else
            wheel.Cancel(this);
    }
}
