using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;
using Streaming.Node.Settings;
using Streaming.Transport.Settings;

namespace Streaming.Node.Coordination;

/// <summary>
/// Connects a node that starts with Redis. What is wrong is said within seconds, in one line; then it is tried again for
/// <c>Redis:StartTimeout</c>, unless waiting cannot help.
/// </summary>
internal static class RedisStart
{
    private const string Key = "Redis:Configuration";
    private const int AttemptMs = 2000;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);

    /// <summary>The connection; null after saying on <paramref name="errors"/> why there is none.</summary>
    public static async Task<IConnectionMultiplexer?> ConnectAsync(NodeSettings settings, TimeProvider time, TextWriter errors)
    {
        var redis = settings.Options.Redis;
        if (redis.CaFile is { } file && WhatIsWrongWith(file) is { } wrong)
        {
            errors.WriteLine(settings.FaultOf("Redis:CaFile", wrong));
            return null;
        }

        long began = time.GetTimestamp();
        string? said = null;
        while (true)
        {
            RedisFault fault;
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(OptionsOf(redis, settings.Options.NodeId));
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                fault = RedisFault.Of(exception);
            }

            if (!fault.MayPass || time.GetElapsedTime(began) >= redis.StartTimeout)
            {
                errors.WriteLine(settings.FaultOf(Key, fault.Text));
                return null;
            }

            // Once for each reason: it may take a while.
            if (said != fault.Text)
                errors.WriteLine(settings.FaultOf(Key, $"{fault.Text}; trying again for at most {redis.StartTimeout.TotalSeconds:0} s"));
            said = fault.Text;
            await Task.Delay(BetweenAttempts, time);
        }
    }

    private static ConfigurationOptions OptionsOf(RedisOptions redis, string? node)
    {
        // It was looked at when the settings were read.
        var options = RedisAddress.TryParse(redis.Configuration!)!;
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 0;
        options.ConnectTimeout = AttemptMs;
        options.AsyncTimeout = AttemptMs;
        options.SyncTimeout = AttemptMs;
        options.ClientName = node;
        // While Redis is away, calls fail at once; when it is back, a node is connected again within moments.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(100);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
        // After a failover of Redis Cluster, writes fail until the picture of it is renewed.
        options.ConfigCheckSeconds = 1;
        options.KeepAlive = 5;
        // CONFIG GET counts as an administrator's command. What this node may really do is the server's to say.
        options.AllowAdmin = true;
        if (redis.CaFile is { } file)
            options.TrustIssuer(file);
        return options;
    }

    private static string? WhatIsWrongWith(string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            return null;
        }
        catch (CryptographicException)
        {
            return File.Exists(file) ? "must hold a certificate in PEM" : $"must name a readable file; there is none at {Path.GetFullPath(file)}";
        }
    }
}
