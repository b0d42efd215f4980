using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests.Features;

/// <summary>What becomes of rooms and of those in them.</summary>
internal static class RoomFeatures
{
    public static async Task SettingsAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "PATCH", $"/rooms/{room}", $$"""{"name":"{{room}}","tags":["warm"]}""");
        await it.OwnerMayDieAsync();

        Assert.Equal(room, (string?)(await it.HearAsync(room, "system", "room_updated"))["data"]!["name"]);
        Assert.Equal("warm", (string?)(await it.DoneAsync(it.Bob, "GET", $"/rooms/{room}"))["tags"]![0]);
        Assert.Equal(2, (int?)Assert.Single((await it.DoneAsync(it.Bob, "GET", $"/rooms?q={room}"))["rooms"]!.AsArray())!["member_count"]);
        Assert.Equal("insufficient_role", await it.CodeAsync(it.Bob, "PATCH", $"/rooms/{room}", """{"name":"mine"}"""));
    }

    public static async Task StatusAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "POST", $"/rooms/{room}/lock", """{"reason":"later"}""");
        await it.OwnerMayDieAsync();

        Assert.Equal("later", (string?)(await it.HearAsync(room, "system", "room_locked"))["data"]!["reason"]);
        Assert.Equal("room_locked", await it.CodeAsync(it.Bob, "POST", $"/rooms/{room}/messages", """{"data":1}"""));
        await it.DoneAsync(it.Ann, "POST", $"/rooms/{room}/unlock");
        await it.DoneAsync(it.Ann, "POST", $"/rooms/{room}/archive");
        Assert.Equal("room_archived", await it.CodeAsync(it.Bob, "POST", $"/rooms/{room}/messages", """{"data":1}"""));
        await it.DoneAsync(it.Ann, "POST", $"/rooms/{room}/restore");
        await it.SayAsync(it.Bob, room, "at last");
    }

    public static async Task TransferAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "POST", $"/rooms/{room}/transfer", $$"""{"user_id":"{{it.Bob}}"}""");
        await it.OwnerMayDieAsync();

        Assert.Equal(it.Bob, (string?)(await it.HearAsync(room, "system", "ownership_transferred"))["data"]!["user_id"]);
        Assert.Equal("insufficient_role", await it.CodeAsync(it.Ann, "DELETE", $"/rooms/{room}"));
        await it.DoneAsync(it.Bob, "PATCH", $"/rooms/{room}", """{"name":"mine"}""");
    }

    public static async Task DeleteAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}");
        await it.OwnerMayDieAsync();

        await it.HearAsync(room, "system", "room_deleted");
        Assert.Equal("room_not_found", await it.CodeAsync(it.Bob, "GET", $"/rooms/{room}"));
        Assert.Empty((await it.DoneAsync(it.Bob, "GET", $"/users/{it.Bob}/rooms"))["rooms"]!.AsArray());
    }

    public static async Task DirectAsync(FeaturePlay it)
    {
        string room = (string)(await it.DoneAsync(it.Ann, "POST", $"/direct/{it.Bob}"))["room_id"]!;
        await it.SayAsync(it.Ann, room, "psst");
        await it.OwnerMayDieAsync();

        Assert.Equal((room, 2), Of(await it.DoneAsync(it.Bob, "POST", $"/direct/{it.Ann}")));
        Assert.Equal(["psst"], await it.ReadAsync(it.Bob, room));
        Assert.NotNull(await it.CodeAsync(it.Cy, "GET", $"/rooms/{room}/history"));

        static (string, int) Of(JsonObject opened) => ((string)opened["room_id"]!, (int)opened["member_count"]!);
    }

    public static async Task RolesAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/members/{it.Cy}");
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/members/{it.Bob}", """{"role":"moderator"}""");
        await it.OwnerMayDieAsync();

        await it.HearAsync(room, "system", "role");
        await it.DoneAsync(it.Bob, "PUT", $"/rooms/{room}/mutes/{it.Cy}");
        Assert.Equal("insufficient_role", await it.CodeAsync(it.Bob, "PUT", $"/rooms/{room}/mutes/{it.Ann}"));
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/members/{it.Bob}", """{"role":"member","granted":[],"revoked":["send_message"]}""");
        Assert.Equal("insufficient_role", await it.CodeAsync(it.Bob, "POST", $"/rooms/{room}/messages", """{"data":1}"""));
    }

    public static async Task InviteAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync(""","private":true""");
        string code = (string)(await it.DoneAsync(it.Ann, "POST", $"/rooms/{room}/invites", """{"max_uses":1}"""))["code"]!;
        await it.OwnerMayDieAsync();

        WsClient cy = await it.SocketAsync(it.Cy);
        Assert.Equal("invite_invalid", (string?)(await cy.JoinAsync(room))["error"]?["code"]);
        var invite = new JsonObject { ["data"] = new JsonObject { ["invite"] = code } };
        Assert.Equal("ack", (string?)(await cy.JoinAsync(room, invite))["type"]);
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}/members/{it.Cy}");
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}/invites/{code}");
        Assert.Equal("invite_invalid", (string?)(await cy.JoinAsync(room, invite))["error"]?["code"]);
    }

    public static async Task BanAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/bans/{it.Bob}", """{"reason":"spam"}""");
        await it.OwnerMayDieAsync();

        Assert.Equal("spam", (string?)(await it.HearAsync(room, "system", "ban"))["data"]!["reason"]);
        await it.SayAsync(it.Ann, room, "without him");
        WsClient bob = await it.SocketAsync(it.Bob);
        Assert.DoesNotContain(await bob.EverythingSoFarAsync(), static message => message.ToJsonString().Contains("without him", StringComparison.Ordinal));
        Assert.Equal("banned", (string?)(await bob.JoinAsync(room))["error"]?["code"]);
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}/bans/{it.Bob}");
        Assert.Equal("ack", (string?)(await bob.JoinAsync(room))["type"]);
    }

    public static async Task MuteAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/mutes/{it.Bob}", """{"duration_s":3600}""");
        await it.OwnerMayDieAsync();

        await it.HearAsync(room, "system", "mute");
        Assert.Equal("muted", await it.CodeAsync(it.Bob, "POST", $"/rooms/{room}/messages", """{"data":1}"""));
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}/mutes/{it.Bob}");
        await it.SayAsync(it.Bob, room, "at last");
    }

    public static async Task ModerationLogAsync(FeaturePlay it)
    {
        string room = await it.RoomAsync();
        await it.DoneAsync(it.Ann, "PUT", $"/rooms/{room}/mutes/{it.Bob}", """{"reason":"shouts"}""");
        await it.DoneAsync(it.Ann, "DELETE", $"/rooms/{room}/members/{it.Bob}");
        await it.OwnerMayDieAsync();

        JsonArray entries = (await it.DoneAsync(it.Ann, "GET", $"/rooms/{room}/moderation-log"))["entries"]!.AsArray();
        Assert.Equal(["kick", "mute", "add"], entries.Select(static one => (string?)one!["type"]));
        Assert.Equal((it.Bob, it.Ann, "shouts"), ((string?)entries[1]!["target_id"], (string?)entries[1]!["moderator_id"], (string?)entries[1]!["reason"]));
        Assert.Equal("not_a_member", await it.CodeAsync(it.Bob, "GET", $"/rooms/{room}/moderation-log"));
    }
}
