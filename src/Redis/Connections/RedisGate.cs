using StackExchange.Redis;

namespace Streaming.Redis.Connections;

/// <summary>
/// All calls to Redis go through here, so that nobody waits for one that hangs. While the connection is gone a call fails at
/// once by itself. When Redis is there but does not answer, the calls under way run into their time-out, and from then on
/// calls fail at once, until a probe is answered.
/// </summary>
public sealed class RedisGate
{
    /// <summary>Between two probes: short against the 3 s in which everything has to go on after Redis is back.</summary>
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(100);

    private readonly IDatabase _database;
    private readonly TimeProvider _clock;
    private int _isClosed;

    public RedisGate(IConnectionMultiplexer redis, TimeProvider clock)
    {
        Redis = redis;
        _database = redis.GetDatabase();
        _clock = clock;
    }

    public IConnectionMultiplexer Redis { get; }

    /// <summary>Whether Redis does not answer now, as far as is known.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0 || !Redis.IsConnected;

    /// <exception cref="RedisException">Redis is away, or refuses. Whether a script was run is unknown.</exception>
    /// <exception cref="TimeoutException">The same: it does not answer.</exception>
    internal Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] values) =>
        CallAsync(database => script.RunAsync(database, keys, values));

    /// <inheritdoc cref="RunAsync" />
    internal async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> call)
    {
        if (Volatile.Read(ref _isClosed) != 0)
            throw new RedisException("Redis does not answer.");

        try
        {
            return await call(_database);
        }
        catch (TimeoutException)
        {
            Close();
            throw;
        }
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            _ = ProbeAsync();
    }

    private async Task ProbeAsync()
    {
        while (true)
        {
            try
            {
                await _database.PingAsync();
                Volatile.Write(ref _isClosed, 0);
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
            {
                if (e is ObjectDisposedException)
                    return;

                await Task.Delay(ProbeInterval, _clock);
            }
        }
    }
}
