using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using StackExchange.Redis;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Logs;

/// <summary>
/// <c>Log:Ack = replicated</c>: what is acked has reached so many replicas. Redis counts them for what was written on a
/// connection (<c>WAIT</c>), and replicates in order, so whoever has a later write has the earlier ones too. Fewer in time means that the outcome is
/// unknown: it is written here, and may be lost with this master. From then on nothing more is written there, and said so at once, until
/// the replicas have caught up.
/// <para>
/// <b>Of which connection <c>WAIT</c> speaks.</b> On one that has written nothing it is content at once; so were the connection to break between a
/// write and its <c>WAIT</c>, a lost write would count as replicated. So the connection is asked who it is before and after, all in one go.
/// </para>
/// <c>WAIT</c> stops its connection: this one must be nobody else's, or a replica that is away would hold up the lease of the node.
/// </summary>
/// <param name="redis">A connection of its own, unless it waits for none.</param>
/// <param name="replicas">How many; 0 to wait for none.</param>
public sealed class RedisReplication(RedisGate redis, int replicas, TimeSpan patience, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<EndPoint, byte> _short = new();

    /// <summary>Waits for no replica, and so writes on the connection that others have too.</summary>
    public static RedisReplication None(RedisGate redis) => new(redis, 0, TimeSpan.Zero, TimeProvider.System);

    /// <summary>Runs a script, and waits until what it has written is on the replicas.</summary>
    /// <param name="hasWritten">Tells from its reply whether there is something to wait for.</param>
    /// <exception cref="RedisException">Redis is away, or replicas are. Whether it was written is unknown.</exception>
    internal Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, Func<RedisResult, bool> hasWritten) =>
        replicas == 0 ? redis.RunAsync(script, keys, values) : RunReplicatedAsync(script, keys, values, hasWritten);

    /// <summary>Waits until everything that was written to the server of <paramref name="key"/> before, by anybody, is on the replicas.</summary>
    /// <exception cref="RedisException">Redis is away, or replicas are.</exception>
    public async ValueTask ConfirmAllAsync(RedisKey key)
    {
        if (replicas == 0)
            return;

        // A write of this connection that changes nothing, and stands behind all that was written before it.
        IServer server = await MasterOfAsync(key);
        (_, int reached) = await redis.CallAsync(_ => WriteAsync(server, () => server.ExecuteAsync("HSET", key, "replicated", "1")));
        Check(server, reached);
    }

    private async Task<RedisResult> RunReplicatedAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] values, Func<RedisResult, bool> hasWritten)
    {
        IServer server = await MasterOfAsync(keys[0]);
        (RedisResult Reply, int Reached) written;
        try
        {
            written = await redis.CallAsync(_ => WriteAsync(server, () => script.SendAsync(server, whole: false, keys, values)));
        }
        catch (RedisServerException e) when (RedisScript.IsUnknown(e))
        {
            written = await redis.CallAsync(_ => WriteAsync(server, () => script.SendAsync(server, whole: true, keys, values)));
        }

        if (hasWritten(written.Reply))
            Check(server, written.Reached);
        return written.Reply;
    }

    private async Task<IServer> MasterOfAsync(RedisKey key)
    {
        EndPoint master = await redis.CallAsync(database => database.IdentifyEndpointAsync(key))
            ?? throw new RedisException($"Nobody serves {key}.");
        return _short.ContainsKey(master)
            ? throw new RedisException($"Redis at {master} has fewer than {replicas} replicas that keep up.")
            : redis.Redis.GetServer(master);
    }

    /// <returns>The reply to the write, and how many replicas have it; 0 when that cannot be said.</returns>
    private async Task<(RedisResult Reply, int Reached)> WriteAsync(IServer server, Func<Task<RedisResult>> write)
    {
        Task<RedisResult> before = server.ExecuteAsync("CLIENT", "INFO");
        Task<RedisResult> reply = write();
        Task<RedisResult> reached = WaitAsync(server, patience);
        Task<RedisResult> after = server.ExecuteAsync("CLIENT", "INFO");
        await Task.WhenAll(before, reply, reached, after);
        bool isOneConnection = NameOf((string?)before.Result) == NameOf((string?)after.Result);
        return (reply.Result, isOneConnection ? (int)reached.Result : 0);
    }

    private Task<RedisResult> WaitAsync(IServer server, TimeSpan time) =>
        server.ExecuteAsync("WAIT", replicas, ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>Its number, which no other of this life of the server has, and its address, which none of another life has so soon.</summary>
    private static string NameOf(string? info) => string.Join(' ', (info ?? "").Split(' ').Take(2));

    private void Check(IServer server, int reached)
    {
        if (reached >= replicas)
            return;

        if (_short.TryAdd(server.EndPoint, 0))
            _ = LookAsync(server);
        throw new RedisException($"Written, but {reached} of {replicas} replicas have it.");
    }

    /// <summary>Ends when the replicas have everything, or when the server is gone or no master any more, and who writes next finds out.</summary>
    private async Task LookAsync(IServer server)
    {
        try
        {
            do
                await Task.Delay(BetweenLooks, clock);
            while ((int)await WaitAsync(server, BetweenLooks) < replicas);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // As said above.
        }
        finally
        {
            _short.TryRemove(server.EndPoint, out _);
        }
    }
}
