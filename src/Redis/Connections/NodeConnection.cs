using StackExchange.Redis;

namespace Streaming.Redis.Connections;

/// <summary>How a node is connected with Redis: what it can do without is not asked of the server, nor of the rights of its user.</summary>
public static class NodeConnection
{
    /// <summary>For an attempt to connect, and for an answer: beyond it Redis is taken for one that hangs.</summary>
    private const int PatienceMs = 2000;

    /// <summary>Completes the options that say where Redis is and who asks.</summary>
    /// <param name="name">What the server lists the connection under; null: the machine's name.</param>
    /// <param name="caFile">A PEM file with authorities that may vouch for the server; null: those of the system.</param>
    public static ConfigurationOptions Configure(ConfigurationOptions options, string? name, string? caFile)
    {
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 0;
        options.ConnectTimeout = PatienceMs;
        options.AsyncTimeout = PatienceMs;
        options.SyncTimeout = PatienceMs;
        options.ClientName = name;
        // While Redis is away, calls fail at once; when it is back, a node is connected again within moments.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(100);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
        // After a failover of Redis Cluster, writes fail until the picture of it is renewed.
        options.ConfigCheckSeconds = 1;
        options.KeepAlive = 5;
        // Ways of this client to agree on a master among servers that have no Sentinel; a key and a channel of its own.
        options.TieBreaker = "";
        options.ConfigurationChannel = "";
        // CONFIG GET counts as an administrator's command. What this node may really do is the server's to say.
        options.AllowAdmin = true;
        if (caFile is not null)
            options.TrustIssuer(caFile);
        return options;
    }
}
