using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Node.Coordination;
using Streaming.Redis;
using Streaming.Redis.Peers;
using Streaming.Transport.Tests;

namespace Streaming.Node.Tests.Coordination;

public sealed class PeerLinkMeterTests
{
    [Fact]
    public async Task Observe_ShowsWhatTheLinkCounts()
    {
        // Nobody is there, so what is sent is not confirmed.
        await using var redis = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=1,connectRetry=0");
        await using var link = new RedisPeerLink(
            redis, new RedisKeys("t:"), new NodeId("n1"), "life", new PeerLinkOptions(), TimeProvider.System, NullLogger<RedisPeerLink>.Instance);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == PeerLinkMeter.Name)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();

        PeerLinkMeter.Observe(services.GetRequiredService<IMeterFactory>(), link);
        link.Send(new NodeId("n2"), new SessionTaken(new SessionId("s1"), "token"));
        await Eventually.HoldsAsync(() => link.Counters.Unsent == 1);
        listener.RecordObservableInstruments();

        Assert.Equal(1, seen["streaming.peers.messages.unconfirmed"]);
        Assert.Equal(0, seen["streaming.peers.delivering"]);
        Assert.Equal(17, seen.Count);
    }
}
