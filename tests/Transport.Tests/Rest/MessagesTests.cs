using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>What becomes of messages.</summary>
public sealed class MessagesTests : RestFixture
{
    /// <summary>What becomes of a message stands in the log as one does, and costs as much: or toggling would empty a log faster than writing.</summary>
    [Theory]
    [InlineData("PUT", "/messages/{0}/reactions/x")]
    [InlineData("DELETE", "/messages/{0}/reactions/x")]
    [InlineData("PUT", "/pins/{0}")]
    [InlineData("DELETE", "/pins/{0}")]
    [InlineData("PATCH", "/messages/{0}")]
    [InlineData("DELETE", "/messages/{0}")]
    public async Task Annotation_IsChargedAsAMessage(string method, string path)
    {
        string id = (string)(await Rest.PostAsync(Ada, $"{Lobby}/messages", """{"data":1}""")).Body["message_id"]!;
        string address = string.Format(System.Globalization.CultureInfo.InvariantCulture, Lobby + path, id);
        var replies = new List<RestReply>();
        for (int i = 0; i < 20; i++)
            replies.Add(await Rest.SendAsync(Ada, method, address, method == "PATCH" ? """{"data":2}""" : null));

        // The burst is twenty, of which the message was one, and the clock stands still.
        Assert.DoesNotContain("rate_limited", replies.SkipLast(1).Select(static reply => reply.Code));
        Assert.Equal("rate_limited", replies[^1].Code);
    }

    [Fact]
    public async Task Edit_IsHeard_AndOnceForAKey()
    {
        await using var bob = await ListenAsync(Bob);
        string message = await SayAsync(Bob);
        var edited = await Rest.PatchAsync(Bob, $"{Lobby}/messages/{message}", """{"data":"new"}""", key: "e");
        var heard = await bob.EventAsync("message", "lobby", "edited");
        var retry = await Rest.PatchAsync(Bob, $"{Lobby}/messages/{message}", """{"data":"new"}""", key: "e");

        Assert.Equal((edited.Seq, message, "new"), ((long?)heard["seq"], (string?)heard["data"]!["message_id"], (string?)heard["data"]!["data"]));
        Assert.Equal(edited.Body.ToJsonString(), retry.Body.ToJsonString());
    }

    [Fact]
    public async Task Edit_OfAnothers_IsForThoseWhoMayDelete()
    {
        string message = await SayAsync(Ada);

        await AssertRefusedAsync("insufficient_role", () => Rest.PatchAsync(Bob, $"{Lobby}/messages/{message}", """{"data":1}"""));
        await AssertRefusedAsync("not_a_member", () => Rest.PatchAsync(Moderator, $"{Lobby}/messages/{message}", """{"data":1}"""));
        await AssertRefusedAsync("invalid_message", () => Rest.PatchAsync(Ada, $"{Lobby}/messages/{message}", "{}"));
        Assert.True((await Rest.PatchAsync(BackEnd, $"{Lobby}/messages/{message}", """{"data":1}""")).Changed);
    }

    [Fact]
    public async Task Delete_IsForTheAuthorAndModerators()
    {
        var (mine, theirs) = (await SayAsync(Bob), await SayAsync(Ada));

        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Bob, $"{Lobby}/messages/{theirs}"));
        Assert.True((await Rest.DeleteAsync(Bob, $"{Lobby}/messages/{mine}")).Changed);
        Assert.True((await Rest.DeleteAsync(Moderator, $"{Lobby}/messages/{theirs}")).Changed);
        await AssertRefusedAsync("message_not_found", () => Rest.DeleteAsync(Ada, $"{Lobby}/messages/{theirs}"));
    }

    [Fact]
    public async Task Reaction_IsAddedAndTakenBack_OnceEach()
    {
        await using var bob = await ListenAsync(Bob);
        string reaction = $"{Lobby}/messages/{await SayAsync(Ada)}/reactions/{Uri.EscapeDataString("👍")}";

        Assert.True((await Rest.PutAsync(Bob, reaction)).Changed);
        Assert.False((await Rest.PutAsync(Bob, reaction)).Changed);
        Assert.Equal("👍", (string?)(await bob.EventAsync("message", "lobby", "reaction_added"))["data"]!["reaction"]);
        Assert.True((await Rest.DeleteAsync(Bob, reaction)).Changed);
        Assert.False((await Rest.DeleteAsync(Bob, reaction)).Changed);
        await AssertRefusedAsync("not_a_member", () => Rest.PutAsync(Cid, reaction));
    }

    [Fact]
    public async Task Reaction_IsBounded()
    {
        string message = await SayAsync(Ada);

        await AssertRefusedAsync("invalid_message", () => Rest.PutAsync(Bob, $"{Lobby}/messages/{message}/reactions/{new string('x', 33)}"));
    }

    [Fact]
    public async Task Pin_IsForModerators_OnceEach()
    {
        string pin = $"{Lobby}/pins/{await SayAsync(Bob)}";

        await AssertRefusedAsync("insufficient_role", () => Rest.PutAsync(Bob, pin));
        Assert.Equal((true, false), ((await Rest.PutAsync(Ada, pin)).Changed, (await Rest.PutAsync(Moderator, pin)).Changed));
        Assert.Equal((true, false), ((await Rest.DeleteAsync(Moderator, pin)).Changed, (await Rest.DeleteAsync(Ada, pin)).Changed));
    }

    [Theory]
    [InlineData("bob", "nonsense", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("bob", "epoch-0", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("bob", "anotherepoch-3", HttpStatusCode.NotFound, "message_not_found")]
    [InlineData("bob", "{epoch}-1", HttpStatusCode.NotFound, "message_not_found")] // not a message
    [InlineData("bob", "{epoch}-99", HttpStatusCode.NotFound, "message_not_found")]
    [InlineData("cid", "{epoch}-99", HttpStatusCode.Forbidden, "not_a_member")]
    public async Task MessageThatIsNone_IsNotFound(string who, string message, HttpStatusCode status, string code)
    {
        string epoch = (string)(await Rest.GetAsync(Ada, Lobby)).Body["epoch"]!;
        var reply = await Rest.DeleteAsync(who, $"{Lobby}/messages/{message.Replace("{epoch}", epoch, StringComparison.Ordinal)}");

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task BackEnd_WritesWhereItIsNoMember_AndReadsThere()
    {
        var said = await Rest.PostAsync(BackEnd, $"{Lobby}/messages", """{"data":"hello"}""");
        var page = await Rest.GetAsync(BackEnd, $"{Lobby}/history");

        Assert.Equal(HttpStatusCode.Created, said.Status);
        Assert.Equal("billing", (string?)page.Body["messages"]![0]!["user_id"]);
        Assert.Equal("not_a_member", (await Rest.PostAsync(Moderator, $"{Lobby}/messages", """{"data":"hello"}""")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Rest.GetAsync(Moderator, $"{Lobby}/history")).Status);
    }

    private async Task<string> SayAsync(string user) => (string)(await Rest.PostAsync(user, $"{Lobby}/messages", """{"data":"old"}""")).Body["message_id"]!;
}
