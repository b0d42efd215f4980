using System.Collections.Concurrent;
using StackExchange.Redis;
using Streaming.Actors.Limits;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Limits;

/// <summary>
/// Rate limits for the whole cluster, counted by Redis on its own clock: each node spends from what it has taken there
/// (<see cref="Allowance"/>). A key that would be full again is forgotten by itself in Redis, and here when others come.
/// </summary>
/// <param name="life">Names this store among those of other nodes, in the keys of users that spend here.</param>
public sealed class RedisRateLimitStore(RedisGate redis, RedisKeys keys, string life, TimeProvider clock) : IRateLimitStore
{
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Allowances beyond which those that are over are looked for.</summary>
    private const int FewAllowances = 1024;

    private static readonly RedisScript TakeScript = new("Limits.take.lua");

    private readonly ConcurrentDictionary<LimitKey, Allowance> _allowances = new();
    private int _manyAllowances = FewAllowances;

    /// <summary>Keys that are known here now.</summary>
    internal int Count => _allowances.Count;

    /// <summary>Added to the server's clock: tests have no time to wait.</summary>
    internal TimeSpan ClockOffset { get; set; }

    public ValueTask<TimeSpan> TakeAsync(LimitKey key, RateLimit limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limit);
        while (true)
        {
            Allowance allowance = _allowances.GetOrAdd(key, static (key, its) => its.store.Begin(key, its.limit), (store: this, limit));
            if (allowance.Limit == limit && allowance.TryTake() is { } taken)
                return new ValueTask<TimeSpan>(taken);

            // Over, or for a limit that was changed.
            _allowances.TryRemove(KeyValuePair.Create(key, allowance));
        }
    }

    public TimeSpan WaitFor(LimitKey key, RateLimit limit) =>
        _allowances.TryGetValue(key, out Allowance? allowance) && allowance.Limit == limit ? allowance.WaitFor() : TimeSpan.Zero;

    public void GiveBack(LimitKey key, RateLimit limit)
    {
        if (_allowances.TryGetValue(key, out Allowance? allowance) && allowance.Limit == limit)
            allowance.GiveBack();
    }

    private Allowance Begin(LimitKey key, RateLimit limit)
    {
        if (_allowances.Count >= Volatile.Read(ref _manyAllowances))
            Sweep();
        return new Allowance(limit, request => AskAsync(key, limit, request), clock);
    }

    private void Sweep()
    {
        foreach (KeyValuePair<LimitKey, Allowance> one in _allowances)
        {
            if (one.Value.TryEnd())
                _allowances.TryRemove(one);
        }

        // As many again may come before it is worth another look.
        Volatile.Write(ref _manyAllowances, Math.Max(FewAllowances, 2 * _allowances.Count));
    }

    /// <summary>Asks Redis, whatever this node knows.</summary>
    internal async Task<TokenGrant> AskAsync(LimitKey key, RateLimit limit, TokenRequest request)
    {
        var reply = (long[])(await redis.RunAsync(
            TakeScript,
            [keys.LimitOf(key.ToString())],
            [
                limit.PerSecond, limit.Burst, limit.PerMinute, (long)limit.TimeToFill.TotalMilliseconds + 1000,
                ClockOffset.Ticks / TimeSpan.TicksPerMicrosecond, request.Need, request.Ahead, request.Left, life,
                Allowance.AheadFor.Ticks / TimeSpan.TicksPerMicrosecond, limit.PerWindow, limit.Window.Ticks / TimeSpan.TicksPerMicrosecond,
                request.Unwanted, request.UnwantedFor.Ticks / TimeSpan.TicksPerMicrosecond,
            ]))!;
        return new TokenGrant((int)reply[0], TimeSpan.FromSeconds((double)reply[1] / MicrosecondsPerSecond));
    }
}
