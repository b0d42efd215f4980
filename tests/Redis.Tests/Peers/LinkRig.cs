using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Contracts;
using Streaming.Redis.Peers;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Peers;

/// <summary>A node's link with a connection of its own, and what it has received.</summary>
internal sealed class LinkRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private int _interruptions;

    private LinkRig(IConnectionMultiplexer redis, RedisKeys keys, NodeId node, PeerLinkOptions options)
    {
        (Redis, Channel) = (redis, keys.PeersOf(node));
        Link = new RedisPeerLink(redis, keys, node, "life-of-" + node, options, TimeProvider.System, new LoggerOf<RedisPeerLink>(Log));
        Link.Receive((from, message) => Received.Enqueue((from, message)));
        Link.Interrupted += () => Interlocked.Increment(ref _interruptions);
    }

    public IConnectionMultiplexer Redis { get; }

    public RedisPeerLink Link { get; }

    public LogLines Log { get; } = new();

    public ConcurrentQueue<(NodeId From, PeerMessage Message)> Received { get; } = new();

    public int Interruptions => Volatile.Read(ref _interruptions);

    public RedisChannel Channel { get; }

    public static async Task<LinkRig> StartAsync(Func<Task<ConnectionMultiplexer>> connect, RedisKeys keys, string node, PeerLinkOptions options)
    {
        var rig = new LinkRig(await connect(), keys, new NodeId(node), options);
        using var deadline = new CancellationTokenSource(Patience);
        await rig.Link.StartAsync(deadline.Token);
        return rig;
    }

    public static Task<LinksUnderTest> StartThreeAsync(Func<Task<ConnectionMultiplexer>> connect) =>
        StartThreeAsync(connect, new RedisKeys($"{Guid.NewGuid():n}:"));

    public static async Task<LinksUnderTest> StartThreeAsync(Func<Task<ConnectionMultiplexer>> connect, RedisKeys keys)
    {
        LinkRig[] rigs = await Task.WhenAll(((string[])["a", "b", "c"]).Select(node => StartAsync(connect, keys, node, new PeerLinkOptions())));
        return new LinksUnderTest(rigs[0].Link, rigs[1].Link, rigs[2].Link, async () =>
        {
            foreach (LinkRig rig in rigs)
                await rig.DisposeAsync();
        });
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s for {what}. Logged: {string.Join("; ", Log.Lines)}");
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private sealed class LoggerOf<T>(ILogger log) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, formatter);
    }
}
