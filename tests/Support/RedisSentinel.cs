namespace Streaming.Support;

/// <summary>
/// A master and a replica that a Sentinel watches, all with TLS, passwords and users: nobody may do anything without.
/// The master that dies is replaced within some three seconds.
/// </summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    /// <summary>What the Sentinel calls the master.</summary>
    public const string Service = "main";

    /// <summary>The password of <see cref="Administrator"/>, of the node's user <c>app</c>, and of the Sentinel.</summary>
    public const string Password = "hush-hush";

    /// <summary>May do everything; replicas and the Sentinel are it.</summary>
    public const string Administrator = "operator";

    /// <summary>The Sentinel's file, which it writes too.</summary>
    private const string Settings = "sentinel.conf";

    private readonly CertificateAuthority _authority = new();
    private readonly RedisProcess[] _servers;
    private readonly RedisProcess _sentinel;

    /// <param name="appRights">What a node's user may do, as words of an ACL.</param>
    /// <param name="arguments">Further ones of both servers.</param>
    public RedisSentinel(IEnumerable<string> appRights, params string[] arguments)
    {
        TlsFiles tls = _authority.Issue("localhost", "127.0.0.1");
        string[] all =
        [
            "--user", "default", "off", "--user", Administrator, "on", ">" + Password, "~*", "&*", "+@all",
            "--user", "app", "on", ">" + Password, .. appRights, "--masteruser", Administrator, "--masterauth", Password,
            "--repl-diskless-sync-delay", "0", .. arguments,
        ];
        _servers = [new RedisProcess(all) { Tls = tls }, new RedisProcess(all) { Tls = tls }];
        _sentinel = new RedisProcess(Settings, "--sentinel") { Tls = tls };
    }

    /// <summary>The first is the master at first.</summary>
    public IReadOnlyList<RedisProcess> Servers => _servers;

    /// <summary>Where the Sentinel listens.</summary>
    public int Port => _sentinel.Port;

    /// <summary>The PEM file of who vouches for all of them.</summary>
    public string CaFile => _authority.File;

    /// <summary>Where a node finds its Redis, as the user <c>app</c>.</summary>
    public string Address => $"localhost:{_sentinel.Port},serviceName={Service},sentinelUser=default,sentinelPassword={Password},user=app,password={Password},ssl=true";

    public async Task StartAsync()
    {
        await _servers[0].StartAsync();
        await _servers[1].StartAsReplicaAsync(_servers[0]);
        await File.WriteAllLinesAsync(Path.Combine(_sentinel.Folder, Settings),
        [
            $"requirepass {Password}",
            $"sentinel monitor {Service} 127.0.0.1 {_servers[0].Port} 1",
            // Twice its interval: with TLS it may read an answer only with the next one.
            $"sentinel down-after-milliseconds {Service} 2000",
            $"sentinel failover-timeout {Service} 2000",
            $"sentinel auth-user {Service} {Administrator}",
            $"sentinel auth-pass {Service} {Password}",
        ]);
        await _sentinel.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _sentinel.DisposeAsync();
        foreach (RedisProcess server in _servers)
            await server.DisposeAsync();
        _authority.Dispose();
    }
}
