using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Runs one user's <see cref="PresenceActor"/> on the owner of their presence. Everything is done under the gate of the shard; what has to
/// be told then is started after it, since rooms may answer on the same stack.
/// </summary>
internal sealed class PresentUser(UserId id, PresenceShard shard, PresenceContext context) : WheelEntry
{
    /// <summary>
    /// For so long it is remembered of a user who is gone what was heard last, so that a report which comes late, or twice, does
    /// not bring them back. No message is under way for longer.
    /// </summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromSeconds(10);

    /// <summary>Ids of what was set: more than anybody tries again at once.</summary>
    private const int MaxRemembered = 16;

    private readonly PresenceActor _actor = new(context.Grace);

    /// <summary>Rooms that have not heard the newest yet.</summary>
    private CompactMap<RoomId, RosterAnnouncer> _announcers;

    /// <summary>What others saw when it was looked at last.</summary>
    private UserStatus _seen = UserStatus.Offline;
    private DateTimeOffset? _goneSince;

    /// <summary>Names what was set beside the user's connections, oldest first: whoever did may ask twice.</summary>
    private List<string>? _set;
    private bool _isEnded;

    public UserId Id => id;

    public PresenceShard Shard => shard;

    public PresenceActor Actor => _actor;

    /// <summary>Under the gate. Gives what has to be started.</summary>
    public List<RosterAnnouncer> Take(NodeId from, PresenceReported report)
    {
        List<RosterAnnouncer> told = Tell(_actor.Take(from, report, context.Clock.GetUtcNow()));
        NoteSeen();
        SetAlarm();
        return told;
    }

    /// <summary>Under the gate. Gives what has to be started. Does nothing under an id under which it was called before.</summary>
    public List<RosterAnnouncer> Set(UserStatus status, string id)
    {
        _set ??= [];
        if (_set.Contains(id))
            return [];

        if (_set.Count == MaxRemembered)
            _set.RemoveAt(0);
        _set.Add(id);
        List<RosterAnnouncer> told = Tell(_actor.Set(status, context.Clock.GetUtcNow()));
        NoteSeen();
        return told;
    }

    /// <summary>Under the gate. Gives what has to be started.</summary>
    public List<RosterAnnouncer> LoseGone(Func<NodeId, string, bool> lives)
    {
        if (_actor.LoseGone(lives, context.Clock.GetUtcNow()) is not { } announcements)
            return [];

        List<RosterAnnouncer> told = Tell(announcements);
        NoteSeen();
        SetAlarm();
        return told;
    }

    /// <summary>Under the gate. The room has forgotten, or has to hear that this is still so.</summary>
    public List<RosterAnnouncer> TellAgain(RoomId room) => !_isEnded && _actor.Again(room) is { } again ? Tell([again]) : [];

    /// <summary>Under the gate. The user's presence is another node's to tell, or there is nothing to tell any more.</summary>
    public void End()
    {
        _isEnded = true;
        context.Wheel.Cancel(this);
        foreach ((_, RosterAnnouncer announcer) in _announcers.Pairs)
            context.Wheel.Cancel(announcer);
    }

    protected internal override void OnDue()
    {
        List<RosterAnnouncer> told;
        lock (shard.Gate)
        {
            if (_isEnded)
                return;

            DateTimeOffset now = context.Clock.GetUtcNow();
            told = Tell(_actor.Expire(now));
            NoteSeen();
            if (_goneSince + ForgetAfter <= now && _announcers.Count == 0)
                shard.Forget(this);
            else
                SetAlarm();
        }

        told.ForEach(static announcer => announcer.Start());
    }

    /// <summary>It is what others see that counts: who goes on unseen went then, and their connections breaking off later is nobody's business.</summary>
    private void NoteSeen()
    {
        UserStatus before = _seen;
        _seen = _actor.Seen;
        if (_seen == before)
            return;

        DateTimeOffset? lastSeen = _seen.Availability == Availability.Offline ? context.Clock.GetUtcNow() : null;
        if (lastSeen is { } at)
            context.LastSeen.Note(id, at);
        shard.FindWatched(id)?.Note(lastSeen);
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
            announcer = new RosterAnnouncer(id, room, () => _isEnded ? 0 : shard.Term, context.Router, context.Wheel, OnHeard);
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
        DateTimeOffset now = context.Clock.GetUtcNow();
        _goneSince = _actor.IsGone ? _goneSince ?? now : null;
        DateTimeOffset? due = _actor.NextExpiry() ?? (_announcers.Count == 0 ? _goneSince + ForgetAfter : null);

        // Past, when the wheel has not come to it yet.
        if (due is { } at)
            context.Wheel.Schedule(this, at > now ? at - now : TimeSpan.Zero);
        else
            context.Wheel.Cancel(this);
    }
}
