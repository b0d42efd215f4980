using System.Collections.Concurrent;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Tells the owner of each user's presence where the user's connections to this node are. A report is always the whole of it
/// and bears a version, so it may be lost, doubled or late: it is sent again until the owner has heard it, when there is
/// another owner, when messages may have been lost in number, when this node was thought to be gone, and now and then.
/// </summary>
public sealed class PresenceReporter
{
    /// <summary>Even if all else fails an owner that has lost a user hears of them within this time. Costs two messages a user.</summary>
    internal static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<UserId, LocalUser> _users = new();
    private readonly PacedQueue<LocalUser> _again;
    private readonly ShardKeeper _keeper;
    private readonly PresenceHost _host;
    private readonly IPeerLink _link;
    private readonly IScheduler _scheduler;
    private readonly TimingWheel _wheel;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _grace;
    private readonly TimeSpan _awayAfter;

    /// <summary>One count for all users, so that a user who is forgotten and comes back never begins below what was said of them before.</summary>
    private long _versions;

    internal PresenceReporter(
        ShardKeeper keeper, PresenceHost host, IPeerLink link, IScheduler scheduler, TimingWheel wheel, TimeProvider clock, TimeSpan grace,
        TimeSpan awayAfter)
    {
        (_keeper, _host, _link, _scheduler, _wheel, _clock) = (keeper, host, link, scheduler, wheel, clock);
        (_grace, _awayAfter) = (grace, awayAfter);
        _again = new PacedQueue<LocalUser>(wheel, static user => user.Send());
        keeper.Changed += OnChanged;
        keeper.CameBack += TellAllAgain;
        link.Interrupted += TellAllAgain;
    }

    /// <summary>Users with a connection here, and those whose leaving is not known yet where it has to be.</summary>
    public int Count => _users.Count;

    /// <summary>A connection has come.</summary>
    /// <param name="chosen">What its client chose before.</param>
    /// <param name="activeAt">When its user last did something.</param>
    /// <returns>What is to be told of what the user does, until the connection breaks off.</returns>
    internal IActivity Connect(UserId user, Devices device, UserStatus? chosen, DateTimeOffset activeAt) =>
        Change(user, here => here.Connect(device, chosen, activeAt));

    /// <summary>The user does something beside their connections. Nothing, unless they have one to this node.</summary>
    public void NoteActive(UserId user)
    {
        if (_users.TryGetValue(user, out LocalUser? here))
            here.Note();
    }

    internal void ChangeDevice(UserId user, Devices from, Devices to) => Change(user, here => here.ChangeDevice(from, to));

    internal void Enter(UserId user, RoomId room, UserStatus? chosen) => Change(user, here => here.Enter(room, chosen));

    internal void Exit(UserId user, RoomId room) => Change(user, here => here.Exit(room));

    internal void SetStatus(UserId user, UserStatus status) => Change(user, here => here.SetStatus(status, _clock.GetUtcNow()));

    /// <param name="device">What the connection was from; null for one that has not been told of.</param>
    internal void BreakOff(UserId user, IReadOnlyCollection<RoomId> rooms, Devices? device)
    {
        if (rooms.Count > 0 || device is not null)
            Change(user, here => here.BreakOff(rooms, device, _clock.GetUtcNow()));
    }

    internal void OnHeard(PresenceHeard heard)
    {
        if (_users.TryGetValue(heard.User, out LocalUser? user))
            user.OnHeard(heard);
    }

    private LocalUser Change(UserId user, Func<LocalAttendance, bool> change)
    {
        while (true)
        {
            LocalUser here = _users.GetOrAdd(user, static (user, reporter) => new LocalUser(user, reporter), this);

            // Else it was just forgotten; the next look finds or makes a new one.
            if (here.TryChange(change))
                return here;
        }
    }

    private void OnChanged(ShardMap before, ShardMap now)
    {
        if (before.Owners.SequenceEqual(now.Owners))
            return;

        TellAgain(user => now.HasOtherOwner(user.Id, before));
    }

    /// <summary>That node may have missed what it was told of the users whose presence it has.</summary>
    internal void TellAgain(NodeId owner)
    {
        ShardMap map = _keeper.Current;
        TellAgain(user => map.OwnerOf(user.Id)?.Node == owner);
    }

    private void TellAllAgain() => TellAgain(static _ => true);

    private void TellAgain(Func<LocalUser, bool> which)
    {
        LocalUser[] users = [.. _users.Values.Where(which).OrderBy(static user => user.Id.Value, StringComparer.Ordinal)];
        foreach (LocalUser user in users)
            user.Unheard();

        _again.Add(users);
    }

    private sealed class LocalUser(UserId id, PresenceReporter reporter) : WheelEntry, IThreadPoolWorkItem, IActivity
    {
        private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
        private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(4);

        /// <summary>Also the gate: nobody else has it, and a lock of its own would be one more object for each user.</summary>
        private readonly LocalAttendance _here = new(reporter._grace);
        private long _version;
        private long _heard;
        private TimeSpan _retry = FirstRetry;
        private bool _forgotten;

        /// <summary>Set by every request of the user, so it is only a flag: when the user was active is known as well as it is looked at.</summary>
        private volatile bool _wasActive;

        public UserId Id => id;

        public DateTimeOffset ActiveAt
        {
            get
            {
                lock (_here)
                    return _wasActive ? reporter._clock.GetUtcNow() : _here.ActiveAt;
            }
        }

        public UserStatus? Chosen
        {
            get
            {
                lock (_here)
                    return _here.Chosen;
            }
        }

        public void Note()
        {
            // Read first: a write would take the line away from the user's other connections.
            if (!_wasActive)
                _wasActive = true;

            // Who falls silent in this moment is looked at again, and found to be active.
            if (_here.IsIdle)
                TryChange(here => here.NoteActive(reporter._clock.GetUtcNow()));
        }

        /// <returns>False when the user was forgotten meanwhile.</returns>
        public bool TryChange(Func<LocalAttendance, bool> change)
        {
            lock (_here)
            {
                if (_forgotten)
                    return false;

                if (!change(_here))
                {
                    ForgetIfOver();
                    return true;
                }

                NoteNews();
            }

            // Who changes something may hold locks, so only what stays in this node goes out on their stack: there, a user who has
            // joined a room is in the roster that they ask for next.
            if (reporter._host.Serves(id))
                Send();
            else
                reporter._scheduler.Schedule(this);

            return true;
        }

        /// <summary>Whoever has heard it is not who has to know it now.</summary>
        public void Unheard()
        {
            lock (_here)
                (_heard, _retry) = (0, FirstRetry);
        }

        public void Send()
        {
            ShardMap map = reporter._keeper.Current;
            ShardOwner? owner = map.OwnerOf(id);
            PresenceReported report;
            lock (_here)
            {
                DateTimeOffset now = reporter._clock.GetUtcNow();
                _here.ForgetOver(now);
                if (ForgetIfOver())
                    return;

                LookForActivity(now);
                report = _here.Report(id, reporter._keeper.Incarnation, _version, now) with { Term = owner?.Term ?? 0 };
                ScheduleNext(now);
                _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
            }

            if (owner is not { } its)
                return;

            if (its.Node != reporter._link.Self)
                reporter._link.Send(its.Node, report);
            else if (reporter._host.Take(its.Node, report) is { } heard)
                OnHeard(heard);
        }

        public void OnHeard(PresenceHeard heard)
        {
            ShardMap map = reporter._keeper.Current;
            lock (_here)
            {
                // What an earlier owner has heard may have gone with it.
                if (_forgotten || map.OwnerOf(id)?.Term != heard.Term)
                    return;

                _here.Adopt(heard.Status, heard.StatusStamp);
                if (heard.Version != _version)
                    return;

                (_heard, _retry) = (_version, FirstRetry);
                if (!ForgetIfOver())
                    ScheduleNext(reporter._clock.GetUtcNow());
            }
        }

        protected internal override void OnDue() => Send();

        void IThreadPoolWorkItem.Execute() => Send();

        private bool IsHeard => _heard == _version;

        private void NoteNews()
        {
            _version = Interlocked.Increment(ref reporter._versions);
            _retry = FirstRetry;
        }

        private void LookForActivity(DateTimeOffset now)
        {
            bool isNews = _wasActive && _here.NoteActive(now);
            _wasActive = false;
            if (isNews | _here.NoteSilence(now, reporter._awayAfter))
                NoteNews();
        }

        private void ScheduleNext(DateTimeOffset now)
        {
            TimeSpan next = IsHeard ? RenewalInterval : _retry;
            if (_here.NextOver() is { } over && over - now < next)
                next = over > now ? over - now : TimeSpan.Zero;
            if (_here.NextSilence(reporter._awayAfter) is { } silence && silence - now < next)
                next = silence > now ? silence - now : TimeSpan.Zero;

            reporter._wheel.Schedule(this, next);
        }

        private bool ForgetIfOver()
        {
            if (!_forgotten && _here.IsEmpty && IsHeard)
            {
                _forgotten = true;
                reporter._wheel.Cancel(this);
                reporter._users.TryRemove(KeyValuePair.Create(id, this));
            }

            return _forgotten;
        }
    }
}
