using System.Collections.Concurrent;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Rooms;
using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// The presence of the users connected to this node: runs each user's <see cref="PresenceActor"/>, one change
/// at a time, and tells the rooms. Announcements are made inside the user's turn, so a room hears them in
/// the order in which they happened.
/// </summary>
public sealed class PresenceHost
{
    private readonly ConcurrentDictionary<UserId, User> _users = new();
    private readonly RoomRouter _router;
    private readonly TimingWheel _wheel;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _grace;

    internal PresenceHost(RoomRouter router, TimingWheel wheel, TimeProvider clock, TimeSpan grace)
    {
        (_router, _wheel, _clock, _grace) = (router, wheel, clock, grace);
    }

    /// <summary>Users with somebody connected, or lingering.</summary>
    public int Count => _users.Count;

    internal void Enter(UserId user, RoomId room, UserStatus? chosen) => Turn(user, actor => actor.Enter(room, chosen));

    internal void Exit(UserId user, RoomId room) => Turn(user, actor => actor.Exit(room));

    internal void SetStatus(UserId user, UserStatus status) => Turn(user, actor => actor.SetStatus(status));

    internal void BreakOff(UserId user, IReadOnlyCollection<RoomId> rooms) => Turn(user, actor =>
    {
        actor.BreakOff(rooms, _clock.GetUtcNow());
        return [];
    });

    /// <summary>What this node knows of the user; null when nobody of that name is or was just connected to it.</summary>
    internal UserPresence? Find(UserId user) => _users.TryGetValue(user, out User? found) ? found.Describe() : null;

    private void Turn(UserId user, Func<PresenceActor, IEnumerable<Announcement>> change)
    {
        while (!_users.GetOrAdd(user, static (user, host) => new User(user, host), this).TryTurn(change))
        {
            // It was just forgotten; the next look finds or makes a new one.
        }
    }

    private sealed class User(UserId id, PresenceHost host) : WheelEntry
    {
        private readonly Lock _gate = new();
        private readonly PresenceActor _actor = new(host._grace);

        /// <summary>Rooms that have not heard the newest yet.</summary>
        private readonly Dictionary<RoomId, RosterAnnouncer> _announcers = [];
        private bool _forgotten;

        public bool TryTurn(Func<PresenceActor, IEnumerable<Announcement>> change)
        {
            lock (_gate)
            {
                if (_forgotten)
                    return false;

                foreach (Announcement announcement in change(_actor))
                    AnnouncerFor(announcement.Room).Announce(announcement.Status);

                ForgetIfGone();
                if (!_forgotten && _actor.NextExpiry() is { } due)
                {
                    // Past, when the wheel has not come to it yet.
                    TimeSpan wait = due - host._clock.GetUtcNow();
                    host._wheel.Schedule(this, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                }
            }

            return true;
        }

        public UserPresence? Describe()
        {
            lock (_gate)
                return _actor.IsGone ? null : new UserPresence(_actor.Status, _actor.Rooms);
        }

        private RosterAnnouncer AnnouncerFor(RoomId room)
        {
            if (!_announcers.TryGetValue(room, out RosterAnnouncer? announcer))
                _announcers[room] = announcer = new RosterAnnouncer(id, room, host._router, host._wheel, OnHeard);

            return announcer;
        }

        private void OnHeard(RosterAnnouncer announcer)
        {
            lock (_gate)
            {
                if (announcer.IsIdle)
                    _announcers.Remove(announcer.Room);
                ForgetIfGone();
            }
        }

        /// <summary>Not before every room has heard of it: a later life of this user must not be overtaken by this one's last words.</summary>
        private void ForgetIfGone()
        {
            if (_forgotten || !_actor.IsGone || _announcers.Count > 0)
                return;

            _forgotten = true;
            host._wheel.Cancel(this);
            host._users.TryRemove(KeyValuePair.Create(id, this));
        }

        protected internal override void OnDue() => TryTurn(actor => actor.Expire(host._clock.GetUtcNow()));
    }
}
