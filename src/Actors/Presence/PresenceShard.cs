using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Presence;

/// <summary>
/// The users of one shard whose presence this node has. Nothing is called under its gate that might take another lock but
/// the timing wheel's: the keeper comes with its own held.
/// </summary>
internal sealed class PresenceShard
{
    private readonly Dictionary<UserId, PresentUser> _users = [];
    private readonly Dictionary<UserId, WatchedUser> _watched = [];
    private long _term;
    private long _watchVersions;

    public Lock Gate { get; } = new();

    /// <summary>The term in which the shard is this node's; 0 when it is not.</summary>
    public long Term
    {
        get => Volatile.Read(ref _term);
        private set => Volatile.Write(ref _term, value);
    }

    /// <summary>Under the gate. When it came to this node; the beginning of time where nobody had it before, or it is not here.</summary>
    public DateTimeOffset TakenAt { get; private set; }

    /// <summary>Under the gate. By name: the order of a table differs from process to process.</summary>
    public IEnumerable<PresentUser> Users => _users.Values.OrderBy(static user => user.Id.Value, StringComparer.Ordinal);

    /// <summary>Users with somebody connected, or lingering.</summary>
    public int Present
    {
        get
        {
            lock (Gate)
                return _users.Values.Count(static user => !user.Actor.IsGone);
        }
    }

    /// <summary>Those, and the ones whose going is still remembered.</summary>
    public int Remembered
    {
        get
        {
            lock (Gate)
                return _users.Count;
        }
    }

    /// <summary>Under the gate.</summary>
    public PresentUser? Find(UserId user) => _users.GetValueOrDefault(user);

    /// <summary>Under the gate.</summary>
    public void Add(PresentUser user) => _users.Add(user.Id, user);

    /// <summary>Under the gate.</summary>
    public void Forget(PresentUser user)
    {
        user.End();
        _users.Remove(user.Id);
    }

    /// <summary>Under the gate. By name, for the same reason.</summary>
    public IEnumerable<WatchedUser> Watched => _watched.Values.OrderBy(static user => user.Id.Value, StringComparer.Ordinal);

    /// <summary>Users whom somebody watches.</summary>
    public int WatchedCount
    {
        get
        {
            lock (Gate)
                return _watched.Count;
        }
    }

    /// <summary>Under the gate. What others see of the user.</summary>
    public UserStatus SeenOf(UserId user) => Find(user)?.Actor.Seen ?? UserStatus.Offline;

    /// <summary>
    /// Under the gate. A version of what is told of a watched user. Never begins below: a user who is forgotten, because the one node that watches seemed gone, is told of
    /// in the same term when it is back.
    /// </summary>
    public long NextWatchVersion() => ++_watchVersions;

    /// <summary>Under the gate.</summary>
    public WatchedUser? FindWatched(UserId user) => _watched.GetValueOrDefault(user);

    /// <summary>Under the gate.</summary>
    public void Add(WatchedUser user) => _watched.Add(user.Id, user);

    /// <summary>Under the gate.</summary>
    public void Forget(WatchedUser user)
    {
        user.End();
        _watched.Remove(user.Id);
    }

    /// <summary>Under the gate. The shard is this node's.</summary>
    public void Settle(long term, DateTimeOffset now)
    {
        Term = term;
        TakenAt = ShardTerm.NumberOf(term) == 1 ? default : now;
    }

    /// <summary>The shard is another node's.</summary>
    public void Vacate()
    {
        lock (Gate)
        {
            Term = 0;
            TakenAt = default;
            foreach (PresentUser user in _users.Values)
                user.End();

            _users.Clear();
            foreach (WatchedUser user in _watched.Values)
                user.End();

            _watched.Clear();
        }
    }
}
