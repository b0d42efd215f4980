using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests.Features;

/// <summary>What becomes of messages, and of those who were away.</summary>
internal static class MessageFeatures
{
    public static async Task MessagesAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        JsonObject kept = await it.SayAsync(it.Ann, room, "old");
        JsonObject gone = await it.SayAsync(it.Ann, room, "secret");
        await it.DoneAsync(it.Ann, "PATCH", $"/rooms/{room}/messages/{kept["message_id"]}", """{"data":"new"}""");
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}/messages/{gone["message_id"]}");
        await it.OwnerMayDieAsync();

        Assert.Equal("new", (string?)(await it.HearAsync(room, "message", "edited"))["data"]!["data"]);
        await it.HearAsync(room, "message", "deleted");
        Assert.Equal([null, "new"], await it.ReadAsync(it.Bob, room));
        Assert.Empty(await it.ReadAsync(it.Bob, room, "?search=secret"));
        WsClient cy = await it.SocketAsync(it.Cy);
        await cy.JoinAsync(room, new JsonObject { ["since"] = 0 });
        await cy.EventAsync("message", room, "deleted");
        Assert.DoesNotContain(await cy.EverythingSoFarAsync(), static message => message.ToJsonString().Contains("secret", StringComparison.Ordinal));
    }

    public static async Task AnnotationsAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        string message = (string)(await it.SayAsync(it.Ann, room, "well?"))["message_id"]!;
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/messages/{message}/reactions/yes");
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/pins/{message}");
        await it.OwnerMayDieAsync();

        Assert.Equal("yes", (string?)(await it.HearAsync(room, "message", "reaction_added"))["data"]!["reaction"]);
        await it.DoneAsync(it.Bob, "PUT", $"/rooms/{room}/messages/{message}/reactions/yes");
        JsonObject row = Assert.Single(await it.RowsAsync(it.Bob, room));
        Assert.Equal((2, true), ((int?)row["reactions"]!["yes"]!["count"], (bool?)row["pinned"]));
        Assert.Single((await it.DoneAsync(it.Bob, "GET", $"/rooms/{room}/pins"))["messages"]!.AsArray());
        Assert.Equal("insufficient_role", await it.CodeAsync(it.Bob, "DELETE", $"/rooms/{room}/pins/{message}"));
    }

    public static async Task HistoryAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.SayAsync(it.Ann, room, "The quick fox", ""","thread_id":"t" """);
        await it.SayAsync(it.Ann, room, "a lazy dog");
        await it.OwnerMayDieAsync();

        await it.SayAsync(it.Bob, room, "quick, too", ""","thread_id":"t" """);
        Assert.Equal(["quick, too", "The quick fox"], await it.ReadAsync(it.Bob, room, "?thread_id=t"));
        Assert.Equal(["The quick fox"], await it.ReadAsync(it.Bob, room, "?search=FOX%20quick"));
        Assert.Equal(["a lazy dog", "The quick fox"], await it.ReadAsync(it.Bob, room, $"?author={it.Ann}"));
        Assert.Equal(["quick, too"], await it.ReadAsync(it.Bob, room, "?limit=1"));
    }

    public static async Task MarkersAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        JsonObject first = await it.SayAsync(it.Ann, room, "one");
        await it.SayAsync(it.Ann, room, "two");
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/read-markers", $$"""{"seq":{{first["seq"]}}}""");
        await it.OwnerMayDieAsync();

        Assert.Equal(2, (int?)await UnreadAsync());
        await it.DoneAsync(it.Bob, "PUT", $"/rooms/{room}/read-markers", $$"""{"seq":{{first["seq"]}}}""");
        Assert.Equal(1, (int?)await UnreadAsync());
        JsonArray markers = (await it.DoneAsync(it.Ann, "GET", $"/rooms/{room}/read-markers"))["markers"]!.AsArray();
        Assert.Equal((long?)first["seq"], (long?)markers.Single(one => (string?)one!["user_id"] == it.Bob)!["seq"]);

        async Task<JsonNode?> UnreadAsync() => Assert.Single((await it.DoneAsync(it.Bob, "GET", $"/users/{it.Bob}/unread"))["rooms"]!.AsArray())!["unread"];
    }

    public static async Task RetryAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        JsonObject first = await it.AskAsync(it.Ann, "POST", $"/rooms/{room}/messages", """{"data":"once"}""", key: "k");
        await it.OwnerMayDieAsync();

        JsonObject again = await it.AskAsync(it.Ann, "POST", $"/rooms/{room}/messages", """{"data":"once"}""", key: "k");
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(["once"], await it.ReadAsync(it.Bob, room));
    }

    public static async Task DeliveryAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "PATCH", $"/rooms/{room}", """{"delivery":"sample","sample_interval_ms":500}""");
        await it.OwnerMayDieAsync();

        Assert.Equal("sample", (string?)(await it.HearAsync(room, "system", "room_updated"))["data"]!["delivery"]);
        JsonObject shown = await it.DoneAsync(it.Bob, "GET", $"/rooms/{room}");
        Assert.Equal(("sample", 500), ((string?)shown["delivery"], (int?)shown["sample_interval_ms"]));

        // Who keeps up goes without nothing.
        for (int i = 0; i < 5; i++)
            await it.SayAsync(it.Ann, room, $"{i}");
        for (int i = 0; i < 5; i++)
            Assert.Equal($"{i}", (string?)(await it.HearAsync(room, "message"))["data"]);
    }

    public static async Task ResumeAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        WsClient bob = await it.SocketAsync(it.Bob);
        JsonObject had = await it.SayAsync(it.Ann, room, "had");
        await bob.EventAsync("message", room);
        bob.Cut();
        await it.SayAsync(it.Ann, room, "missed");
        await it.OwnerMayDieAsync();

        await using WsClient back = await it.ResumeAsync(bob);
        var position = new JsonObject { [room] = new JsonObject { ["seq"] = (long)had["seq"]! } };
        await back.AskAsync(new JsonObject { ["type"] = "resume", ["data"] = new JsonObject { ["positions"] = position } });
        await it.SayAsync(it.Ann, room, "live");
        Assert.Equal("missed", (string?)(await back.EventAsync("message", room))["data"]);
        Assert.Equal("live", (string?)(await back.EventAsync("message", room))["data"]);
    }
}
