using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// How the roster of a room that comes into memory begins. Its version is above every one that the room's listeners can have
/// heard: the shard's term gives a base, and rooms that were in memory in this term before are not gone below, nor what listeners
/// say that they have heard, since a store that lost its end gives a term twice. After a take-over it is rebuilt first, since
/// listeners know of people of whom the new owner has not heard yet.
/// </summary>
/// <param name="maxNamed">The size above which rosters are counted; 0: none.</param>
/// <param name="hasListeners">Whether there is anybody who can have heard of the rooms here.</param>
internal sealed class RosterStarts(int shards, int maxNamed, TimeProvider clock, Func<bool> hasListeners)
{
    /// <summary>Versions that a term has room for: a diff a second for twelve days. Terms of 33 bits leave the sum exact in a double.</summary>
    private const int VersionBits = 20;

    private readonly Lock _gate = new();
    private readonly Shard[] _shards = new Shard[shards];

    /// <summary>A shard that goes on in another term has its rooms in memory still.</summary>
    public void Settle(ShardId shard, long term)
    {
        lock (_gate)
        {
            ref Shard its = ref _shards[shard.Value];
            if (!its.IsSettled && ShardTerm.NumberOf(term) > 1 && hasListeners())
                its.RebuildsUntil = clock.GetUtcNow() + PresenceTerms.Rebuild;
            its.IsSettled = true;
        }
    }

    public void Vacate(ShardId shard)
    {
        lock (_gate)
            _shards[shard.Value].IsSettled = false;
    }

    public Roster Begin(ShardId shard, long term)
    {
        lock (_gate)
        {
            Shard its = _shards[shard.Value];
            long version = Math.Max(BaseOf(term), its.LastVersion);
            return new Roster(version, its.RebuildsUntil > clock.GetUtcNow() ? its.RebuildsUntil : null, maxNamed);
        }
    }

    /// <summary>A room has left memory.</summary>
    public void End(ShardId shard, long version)
    {
        lock (_gate)
        {
            ref Shard its = ref _shards[shard.Value];
            its.LastVersion = Math.Max(its.LastVersion, version);
        }
    }

    /// <summary>Listeners of a room that is not in memory know of that version.</summary>
    public void Outdo(ShardId shard, long term, long heard)
    {
        lock (_gate)
        {
            ref Shard its = ref _shards[shard.Value];
            if (heard <= Math.Max(BaseOf(term), its.LastVersion))
                return;

            its.LastVersion = heard;
            its.RebuildsUntil = clock.GetUtcNow() + PresenceTerms.Rebuild;
        }
    }

    private static long BaseOf(long term) => Math.Max(0, ShardTerm.NumberOf(term) - 1) << VersionBits;

    private struct Shard
    {
        public bool IsSettled;
        public DateTimeOffset RebuildsUntil;
        public long LastVersion;
    }
}
