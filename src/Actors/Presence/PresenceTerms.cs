using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Presence;

/// <summary>
/// Which words about users' presence a room's owner believes. An entry in a roster hangs on the term of the owner of the user's
/// presence who announced it. When there is another owner, in a later term, it has to say so again within
/// <see cref="Confirm"/>; else the entry goes. So nobody stays whom no node has, whoever of those that would have to say so has
/// died with their node.
/// </summary>
internal sealed class PresenceTerms
{
    /// <summary>
    /// The time in which the present are all told again to a room, or by a user's presence, that has got another owner: until
    /// every node has looked (half a second by default, <see cref="ShardOptions.Renew"/>), until it has sent a word on each of 10,000 users
    /// (two seconds, <see cref="PacedQueue{T}"/>), and half a second for one that has to be sent twice.
    /// </summary>
    public static readonly TimeSpan Rebuild = TimeSpan.FromSeconds(3);

    private readonly Func<ShardMap> _map;
    private readonly TimeProvider _clock;
    private readonly long[] _changedAt;

    public PresenceTerms(Func<ShardMap> map, TimeProvider clock, TimeSpan grace)
    {
        (_map, _clock) = (map, clock);
        _changedAt = new long[map().Owners.Length];
        Confirm = grace > Rebuild ? grace : Rebuild;
    }

    /// <summary>The grace time: who is gone with the owner of their presence lingers as anybody does. At least <see cref="Rebuild"/>.</summary>
    public TimeSpan Confirm { get; }

    /// <summary>Whether any shard has another owner now.</summary>
    public bool Note(ShardMap before, ShardMap now)
    {
        bool any = false;
        for (int shard = 0; shard < now.Owners.Length; shard++)
        {
            if (now.Owners[shard] is not { } owner || owner == before.Owners[shard])
                continue;

            Volatile.Write(ref _changedAt[shard], _clock.GetUtcNow().UtcTicks);
            any = true;
        }

        return any;
    }

    /// <summary>Whether a word said in <paramref name="term"/> counts, where the last that counted was said in <paramref name="known"/>.</summary>
    public bool Counts(UserId user, long term, long known) =>
        OwnerOf(user) is not { } owner ? term >= known : term == owner.Term || (term > owner.Term && term >= known);

    /// <summary>Whether an entry of that term should have been confirmed by now.</summary>
    public bool IsOver(UserId user, long term, DateTimeOffset now)
    {
        ShardMap map = _map();
        ShardId shard = map.ShardOf(user);
        return map.OwnerOf(shard) is { } owner && owner.Term > term
            && now.UtcTicks >= Volatile.Read(ref _changedAt[shard.Value]) + Confirm.Ticks;
    }

    /// <summary>How long until the time of the next owner is over; null when that of all is.</summary>
    public TimeSpan? NextOver()
    {
        long now = _clock.GetUtcNow().UtcTicks;
        long next = long.MaxValue;
        for (int shard = 0; shard < _changedAt.Length; shard++)
        {
            long over = Volatile.Read(ref _changedAt[shard]) + Confirm.Ticks;
            if (over > now && over < next)
                next = over;
        }

        return next == long.MaxValue ? null : TimeSpan.FromTicks(next - now);
    }

    private ShardOwner? OwnerOf(UserId user) => _map().OwnerOf(user);
}
