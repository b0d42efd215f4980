using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>
/// Whoever begins with a snapshot, at whatever moment, and takes what is told after it, knows in the end who is here, or how many; and
/// what observers are told gives them who is here however many they are. No two words come within a second.
/// </summary>
public sealed class RosterProperties
{
    private const int MaxNamed = 10;

    public enum Kind { Set, Wait, Take, Listen }

    public sealed record Act(Kind Kind, int User, int Amount);

    [Fact]
    public void AnyHistory_IsTrueForEveryListener()
    {
        Gen<Act> acts =
            from kind in Gen.Frequency(
                (12, Gen.Constant(Kind.Set)), (3, Gen.Constant(Kind.Wait)), (4, Gen.Constant(Kind.Take)), (2, Gen.Constant(Kind.Listen)))
            from user in Gen.Choose(0, 15)
            from amount in Gen.Choose(0, 1_500)
            select new Act(kind, user, amount);

        // Runs that drift: one in which people mostly come, then mostly go, crosses the size both ways.
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(300),
            Prop.ForAll(Arb.From(acts.ListOf()), Arb.From(Gen.Choose(1, 60)), (history, tide) => Run([.. history], tide)));
    }

    private static void Run(IReadOnlyList<Act> history, int tide)
    {
        var roster = new Roster(maxNamed: MaxNamed);
        Dictionary<UserId, UserStatus> truth = [];
        var observer = new View(new RosterSnapshot(0, []));
        List<View> listeners = [new View(roster.Snapshot())];
        DateTimeOffset now = Some.Noon;
        DateTimeOffset? lastTold = null;

        for (int i = 0; i < history.Count; i++)
        {
            Act act = history[i];
            switch (act.Kind)
            {
                case Kind.Set:
                    bool isFlood = i / tide % 2 == 0;
                    Availability its = act.Amount % 10 < (isFlood ? 8 : 2) ? (Availability)(1 + (act.Amount % 3)) : Availability.Offline;
                    Set(new UserId($"u{act.User}"), new UserStatus(its));
                    break;
                case Kind.Wait:
                    now += TimeSpan.FromMilliseconds(act.Amount);
                    break;
                case Kind.Take:
                    Take();
                    break;
                case Kind.Listen:
                    listeners.Add(new View(roster.Snapshot()));
                    break;
            }
        }

        // What is still to be told has its time, and then there is nothing.
        if (roster.ChangesDue is { } due)
        {
            now = due > now ? due : now;
            Take();
        }

        Assert.Null(roster.ChangesDue);
        observer.IsTrue(truth, isCounted: false);
        Assert.All(listeners, one => one.IsTrue(truth, roster.Snapshot().IsCounted));

        void Set(UserId user, UserStatus status)
        {
            roster.Set(user, status);
            if (status.Availability == Availability.Offline)
                truth.Remove(user);
            else
                truth[user] = status;
        }

        void Take()
        {
            if (roster.TakeChanges(now) is not { } news)
                return;

            observer.Observe(news.Observed);
            if (news.Told is not { } told)
                return;

            Assert.False(now - lastTold < TimeSpan.FromSeconds(1), "two words within a second");
            lastTold = now;
            listeners.ForEach(one => one.Hear(told));
        }
    }

    /// <summary>What somebody makes of a snapshot and of what is told after it.</summary>
    private sealed class View
    {
        private readonly Dictionary<UserId, UserStatus> _users = [];
        private long _version;
        private int? _count;

        public View(RosterSnapshot snapshot) => Take(snapshot);

        public void Hear(EphemeralEvent told)
        {
            switch (told)
            {
                case PresenceChanged diff:
                    Assert.Null(_count); // nobody could make anything of it
                    Assert.Equal(_version + 1, diff.Version);
                    _version = diff.Version;
                    Apply(diff);
                    break;
                case PresenceCounted counted:
                    Assert.Equal(_version + 1, counted.Version);
                    (_version, _count) = (counted.Version, counted.Count);
                    _users.Clear();
                    break;
                case PresenceReplaced replaced:
                    Assert.Equal(_version + 1, replaced.Roster.Version);
                    Take(replaced.Roster);
                    break;
            }
        }

        /// <summary>As who looks on does, who is told by user alone.</summary>
        public void Observe(EphemeralEvent observed) => Apply(Assert.IsType<PresenceChanged>(observed));

        public void IsTrue(Dictionary<UserId, UserStatus> truth, bool isCounted)
        {
            Assert.Equal(isCounted, _count is not null);
            Assert.Equal(truth.Count, _count ?? _users.Count);
            if (!isCounted)
                Assert.Equal(truth.OrderBy(one => one.Key.Value), _users.OrderBy(one => one.Key.Value));
        }

        private void Take(RosterSnapshot snapshot)
        {
            _version = snapshot.Version;
            _count = snapshot.IsCounted ? snapshot.Count : null;
            _users.Clear();
            foreach (RosterEntry entry in snapshot.Users)
                _users[entry.User] = entry.Status;
        }

        private void Apply(PresenceChanged diff)
        {
            foreach (RosterEntry entry in diff.Changes)
            {
                if (entry.Status.Availability == Availability.Offline)
                    _users.Remove(entry.User);
                else
                    _users[entry.User] = entry.Status;
            }
        }
    }
}
