namespace Streaming.Transport.Settings;

/// <summary>The block <c>Redis</c>: what the nodes of a cluster share.</summary>
public sealed class RedisOptions
{
    /// <summary>
    /// Its addresses: <c>redis://user:password@host:6379,host:6379/0</c>, <c>rediss://</c> for TLS, or a configuration of
    /// StackExchange.Redis (<c>host:6379,password=…,serviceName=…</c>). Null: none.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>What the names of all keys and channels begin with. Clusters that share a Redis have different ones.</summary>
    public string KeyPrefix { get; set; } = "streaming:";

    /// <summary>A PEM file with the authorities that may vouch for the server's certificate. Null: those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// How long a node that starts keeps trying a Redis that cannot be reached, 0 to 1 hour; then it ends. Zero: it ends at
    /// the first failure. A password or certificate that is refused ends it at once.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
