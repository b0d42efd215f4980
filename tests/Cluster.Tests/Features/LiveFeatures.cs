using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests.Features;

/// <summary>Channels, what nobody keeps, and who is told outside.</summary>
internal static class LiveFeatures
{
    public static async Task PersistentAsync(FeaturePlay it)
    {
        string channel = it.Channel("log");
        await it.SubscribeAsync(it.Bob, channel);
        JsonObject first = await it.PublishAsync(channel, "one");
        await it.OwnerMayDieAsync();

        await it.PublishAsync(channel, "two");
        Assert.Equal(["one", "two"], await it.HearChannelAsync(it.Bob, 2));
        WsClient cy = await it.SocketAsync(it.Cy);
        await cy.AskAsync(new JsonObject { ["type"] = "subscribe", ["channel_id"] = channel, ["since"] = (long)first["seq"]! - 1 });
        Assert.Equal(["one", "two"], await it.HearChannelAsync(it.Cy, 2));
    }

    public static async Task EphemeralAsync(FeaturePlay it)
    {
        string channel = it.Channel("tick");
        await it.SubscribeAsync(it.Bob, channel);
        Assert.False((await it.PublishAsync(channel, "one")).ContainsKey("seq"));
        Assert.Equal(["one"], await it.HearChannelAsync(it.Bob, 1));
        await it.OwnerMayDieAsync();

        await FeaturePlay.HeardAsync(
            await it.SocketAsync(it.Bob), () => it.PublishAsync(channel, "two"), message => (string?)message["channel_id"] == channel && Says(message, "two"));
    }

    public static async Task FilterAsync(FeaturePlay it)
    {
        string channel = it.Channel("log");
        await it.SubscribeAsync(it.Bob, channel, new JsonObject { ["pair"] = new JsonArray("eurusd", "eurgbp") });
        await it.PublishAsync(channel, "in", """{"pair":"eurusd"}""");
        await it.PublishAsync(channel, "out", """{"pair":"usdjpy"}""");
        await it.OwnerMayDieAsync();

        await it.PublishAsync(channel, "without the key");
        await it.PublishAsync(channel, "in again", """{"pair":"eurgbp"}""");
        Assert.Equal(["in", "in again"], await it.HearChannelAsync(it.Bob, 2));
    }

    public static async Task WildcardAsync(FeaturePlay it)
    {
        string channel = it.Channel("tick");
        await it.SubscribeAsync(it.Bob, channel + "*");
        await it.PublishAsync(channel, "one");
        await it.OwnerMayDieAsync();

        await it.PublishAsync(channel, "two");
        await it.PublishAsync(channel + "x", "three");

        // Each channel has an order, and between two there is none.
        string[] heard = await it.HearChannelAsync(it.Bob, 3);
        Assert.Equal(["one", "two"], heard.Where(static text => text != "three"));
        Assert.Contains("three", heard);
    }

    public static async Task PresenceAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        WsClient ann = await it.SocketAsync(it.Ann);
        await ann.JoinAsync(room);
        await ann.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = new JsonObject { ["status"] = "busy", ["custom_status"] = "thinking" } });
        await it.OwnerMayDieAsync();

        WsClient bob = await it.SocketAsync(it.Bob);
        await bob.FindAsync(message => (string?)message["type"] == "presence" && Changes(message).Any(one => IsAnn(one) && (string?)one!["status"] == "busy"));
        await ann.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = new JsonObject { ["status"] = "away" } });
        await bob.FindAsync(message => (string?)message["type"] == "presence" && Changes(message).Any(one => IsAnn(one) && (string?)one!["status"] == "away"));
        Assert.Equal("away", (string?)(await it.DoneAsync(it.Bob, "GET", $"/presence/{it.Ann}"))["status"]);

        bool IsAnn(JsonNode? one) => (string?)one!["user_id"] == it.Ann;
        static JsonArray Changes(JsonObject message) => (message["data"]?["changes"] ?? message["data"]?["users"])?.AsArray() ?? [];
    }

    public static async Task TypingAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        WsClient ann = await it.SocketAsync(it.Ann);
        await ann.JoinAsync(room);
        await ann.AskAsync(Types("start"));
        Assert.Equal(it.Ann, (string?)(await it.HearAsync(room, "typing", "start"))["user_id"]);
        await it.OwnerMayDieAsync();

        await FeaturePlay.HeardAsync(await it.SocketAsync(it.Bob), StartAndStopAsync, message =>
            (string?)message["event"] == "stop" && (string?)message["user_id"] == it.Ann);

        async Task StartAndStopAsync()
        {
            await ann.AskAsync(Types("start"));
            await ann.AskAsync(Types("stop"));
        }

        JsonObject Types(string what) => new() { ["type"] = "typing", ["event"] = what, ["room_id"] = room };
    }

    public static async Task SignallingAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        WsClient ann = await it.SocketAsync(it.Ann);
        WsClient bob = await it.SocketAsync(it.Bob);
        await ann.JoinAsync(room);
        await ann.AskAsync(Signal(it.Bob, "offer"));
        Assert.Equal("offer", (string?)(await bob.EventAsync("system", room, "signal"))["data"]!["sdp"]);
        await it.OwnerMayDieAsync();

        JsonObject heard = await FeaturePlay.HeardAsync(
            ann, () => bob.AskAsync(Signal(it.Ann, "answer")), static message => (string?)message["event"] == "signal");
        Assert.Equal((it.Bob, "answer"), ((string?)heard["user_id"], (string?)heard["data"]!["sdp"]));

        JsonObject Signal(string to, string sdp) =>
            new() { ["type"] = "signal", ["room_id"] = room, ["data"] = new JsonObject { ["to"] = to, ["sdp"] = sdp } };
    }

    public static async Task WebhooksAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        bool isAway = true;
        var taken = new ConcurrentQueue<string>();
        it.Receiver.Answer = (post, _) => Task.FromResult(Take(post.Json) ? 204 : 503);
        await it.SayAsync(it.Ann, room, "one");
        await it.SayAsync(it.Ann, room, "two");
        await it.OwnerMayDieAsync();

        isAway = false;
        await it.SayAsync(it.Ann, room, "three");
        await Eventually.HoldsAsync(() => taken.Contains("three"));
        Assert.Equal(["one", "two", "three"], taken.Distinct());

        bool Take(JsonNode post)
        {
            if ((string?)post["room_id"] != room || (string?)post["type"] != "message")
                return true;
            if (isAway)
                return false;

            taken.Enqueue((string)post["data"]!["data"]!);
            return true;
        }
    }

    private static bool Says(JsonObject message, string text) => message["data"] is JsonValue data && (string?)data == text;
}
