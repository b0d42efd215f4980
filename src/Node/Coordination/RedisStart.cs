using System.Net;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;
using Streaming.Node.Settings;
using Streaming.Redis;
using Streaming.Redis.Connections;
using Streaming.Transport;
using Streaming.Transport.Settings;

namespace Streaming.Node.Coordination;

/// <summary>
/// Connects a node that starts with Redis. What is wrong is said within seconds, in one line; then it is tried again for
/// <c>Redis:StartTimeout</c>, unless waiting cannot help.
/// </summary>
internal static class RedisStart
{
    private const string Key = "Redis:Configuration";
    private const int SentinelPort = 26379;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);

    /// <summary>The connections; null after saying on <paramref name="errors"/> why there is none.</summary>
    public static async Task<RedisConnections?> ConnectAsync(NodeSettings settings, TimeProvider time, TextWriter errors)
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
                var main = await ConnectAsync(settings.Options);
                if (await WhatIsWrongWithAsync(main, settings.Options) is not { } refused)
                    return new RedisConnections(main, settings.Options.Log.Ack == LogAck.Replicated ? await ConnectAsync(settings.Options) : main);
                await main.DisposeAsync();
                fault = refused;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                fault = await RedisFault.FindAsync(exception, FirstServerOf(AddressOf(redis)));
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

    // On a thread of its own: on the way by a Sentinel the client waits for its own answers, which the few threads of the pool are needed for.
    private static Task<IConnectionMultiplexer> ConnectAsync(StreamingOptions options)
    {
        return Task.Factory.StartNew(Connect, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        IConnectionMultiplexer Connect()
        {
            try
            {
                return ConnectionMultiplexer.Connect(NodeConnection.Configure(AddressOf(options.Redis), options.NodeId, options.Redis.CaFile));
            }
            catch (AggregateException waited) when (waited.InnerException is { } reason)
            {
                ExceptionDispatchInfo.Throw(reason);
                throw;
            }
        }
    }

    // It was looked at when the settings were read.
    private static ConfigurationOptions AddressOf(RedisOptions redis) => RedisAddress.TryParse(redis.Configuration!)!;

    private static EndPoint FirstServerOf(ConfigurationOptions address)
    {
        if (address.ServiceName is null)
            address.SetDefaultPorts();
        return address.EndPoints[0] switch
        {
            DnsEndPoint { Port: 0 } sentinel => new DnsEndPoint(sentinel.Host, SentinelPort),
            IPEndPoint { Port: 0 } sentinel => new IPEndPoint(sentinel.Address, SentinelPort),
            var server => server,
        };
    }

    private static async Task<RedisFault?> WhatIsWrongWithAsync(IConnectionMultiplexer connection, StreamingOptions options)
    {
        try
        {
            bool waits = options.Log.Ack == LogAck.Replicated;
            var missing = await RedisRights.MissingAsync(connection, new RedisKeys(options.Redis.KeyPrefix), waits);
            return missing.Count == 0 ? null : RedisFault.OfRights(missing);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return RedisFault.Of(exception);
        }
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
