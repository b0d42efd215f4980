using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Joining from a position: no gap and no duplicate, or the honest word that there is one.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync(options => options.RateLimitEnabled = false);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 6)]
    [InlineData(11, 12)]
    public async Task Join_Since_IsFollowedByAllThatIsNewer(long since, long next)
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        for (int i = 3; i <= 12; i++)
            await ada.SayAsync("lobby", i);

        await using var again = await _server.ConnectAsync("ada");
        var ack = await again.JoinAsync("lobby", new JsonObject { ["since"] = since });
        await ada.SayAsync("lobby", "live");

        Assert.True((bool?)ack["data"]!["recovered"]);
        Assert.Equal(12, (long?)ack["data"]!["seq"]);
        for (long seq = next; seq <= 13; seq++)
            Assert.Equal(seq, (long?)(await again.FindAsync(message => message["seq"] is not null))["seq"]);
    }

    [Fact]
    public async Task Join_Since_AckComesBeforeWhatWasMissed()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.SayAsync("lobby", 1);

        await using var again = await _server.ConnectAsync("ada");
        await again.SendAsync(new JsonObject { ["type"] = "join", ["room_id"] = "lobby", ["since"] = 0, ["id"] = "j" });

        Assert.Equal("ack", (string?)(await again.NextAsync())["type"]);
    }

    [Fact]
    public async Task Join_SinceTheHead_IsFollowedByNothingOld()
    {
        await using var ada = await _server.ConnectAsync("ada");
        var joined = await ada.JoinAsync("lobby");
        await using var again = await _server.ConnectAsync("ada");
        await again.JoinAsync("lobby", new JsonObject { ["since"] = 2, ["epoch"] = joined["data"]!["epoch"]!.DeepClone() });

        Assert.DoesNotContain(await again.EverythingSoFarAsync(), message => message["seq"] is not null);
    }

    [Fact]
    public async Task Join_WithAnotherEpoch_StartsAnew()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.SayAsync("lobby", "kept");

        await using var again = await _server.ConnectAsync("ada");
        var ack = await again.JoinAsync("lobby", new JsonObject { ["since"] = 3, ["epoch"] = "another" });

        Assert.False((bool?)ack["data"]!["recovered"]);
        Assert.Equal(1, (long?)(await again.FindAsync(message => message["seq"] is not null))["seq"]);
    }

    [Fact]
    public async Task Join_AheadOfTheLog_StartsAnew()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await using var again = await _server.ConnectAsync("ada");

        Assert.False((bool?)(await again.JoinAsync("lobby", new JsonObject { ["since"] = 99 }))["data"]!["recovered"]);
    }

    [Fact]
    public async Task Join_OlderThanWhatIsKept_SaysSo_AndStartsWithWhatIs()
    {
        await using var small = await StreamingServer.StartAsync(options =>
        {
            options.RateLimitEnabled = false;
            options.Log.MaxEntriesPerRoom = 100;
        });
        await using var ada = await small.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        for (int i = 0; i < 700; i++)
            await ada.SayAsync("lobby", i);

        await using var again = await small.ConnectAsync("ada");
        var ack = await again.JoinAsync("lobby", new JsonObject { ["since"] = 2 });
        long first = (long)ack["data"]!["first_seq"]!;

        Assert.False((bool?)ack["data"]!["recovered"]);
        Assert.InRange(first, 100, 603);
        for (long seq = first; seq <= 702; seq++)
            Assert.Equal(seq, (long?)(await again.FindAsync(message => message["seq"] is not null))["seq"]);
    }

    [Fact]
    public async Task Join_Since_WithFarMoreThanTheOutboxHolds_ArrivesWhole()
    {
        // 120 messages of 60 KB are seven times what may wait for one connection.
        string large = new('x', 60_000);
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
        for (int i = 0; i < 120; i++)
            await ada.SayAsync("lobby", large);

        await using var again = await _server.ConnectAsync("ada");
        await again.JoinAsync("lobby", new JsonObject { ["since"] = 2 });

        for (long seq = 3; seq <= 122; seq++)
            Assert.Equal(seq, (long?)(await again.EventAsync("message", "lobby"))["seq"]);
    }

    [Fact]
    public async Task Joins_Since_OfManyRoomsAtOnce_TakeTurns_AndAllArriveWhole()
    {
        // Each room alone fills a good part of the outbox; together they are several times as much.
        string large = new('x', 60_000);
        await using var ada = await _server.ConnectAsync("ada");
        for (int room = 0; room < 12; room++)
        {
            await ada.JoinAsync($"room-{room}", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
            for (int i = 0; i < 6; i++)
                await ada.SayAsync($"room-{room}", large);
        }

        // It does not read while the server fills its outbox as far as it will.
        await using var again = await WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws?user_id=ada"), reads: false);
        for (int room = 0; room < 12; room++)
            await again.SendAsync(new JsonObject { ["type"] = "join", ["room_id"] = $"room-{room}", ["since"] = 2 });
        await Eventually.HoldsAsync(() => _server.Node.Feeds.Count == 12);
        again.StartReading();

        for (int room = 0; room < 12; room++)
        {
            for (long seq = 3; seq <= 8; seq++)
                Assert.Equal(seq, (long?)(await again.EventAsync("message", $"room-{room}"))["seq"]);
        }
    }
}
