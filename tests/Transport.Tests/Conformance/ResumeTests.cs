using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Going on with the session of a connection that is gone.</summary>
public class ResumeTests : IAsyncLifetime
{
    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Resume_BringsRoomsBack_AndWhatWasMissed()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.JoinAsync("quiet");
        string epoch = (string)(await bob.SayAsync("lobby", "seen"))["data"]!["message_id"]!;
        await ada.EventAsync("message", "lobby");
        await LoseAsync(ada);
        await bob.SayAsync("lobby", "missed");

        await using var again = await ResumeAsync("ada", ada.ResumeToken);
        await bob.SayAsync("lobby", "also missed");
        var ack = await again.AskAsync(Positions(("lobby", 4, epoch[..epoch.LastIndexOf('-')])));
        await bob.SayAsync("lobby", "live");

        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
        Assert.Equal(ada.Welcome["data"]!["session_id"]!.ToJsonString(), again.Welcome["data"]!["session_id"]!.ToJsonString());
        Assert.Equal(["lobby", "quiet"], again.Welcome["data"]!["rooms"]!.AsArray().Select(room => (string)room!).Order());
        var lobby = ack["data"]!["rooms"]!["lobby"]!;
        Assert.True((bool?)lobby["recovered"]);
        Assert.Equal(6, (long?)lobby["seq"]);
        Assert.Equal(1, (long?)lobby["first_seq"]);
        Assert.NotNull(ack["data"]!["rooms"]!["quiet"]!["epoch"]);
        foreach (string text in (string[])["missed", "also missed", "live"])
            Assert.Equal(text, (string?)(await again.EventAsync("message", "lobby"))["data"]);
    }

    [Fact]
    public async Task Resume_BeforeTheClientSaysWhatItHas_NothingIsDelivered()
    {
        var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await using var phone = await _server.ConnectAsync("ada");
        await phone.JoinAsync("lobby");
        await LoseAsync(ada);

        await using var again = await ResumeAsync("ada", ada.ResumeToken);
        await phone.SayAsync("lobby", "early");

        Assert.Empty(await again.EverythingSoFarAsync());
    }

    [Fact]
    public async Task Resume_KeepsTheWishForNoEcho()
    {
        var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
        await LoseAsync(ada);

        await using var again = await ResumeAsync("ada", ada.ResumeToken);
        await again.AskAsync(Positions(("lobby", 2, null)));
        await again.SayAsync("lobby", "mine");

        Assert.DoesNotContain(await again.EverythingSoFarAsync(), message => (string?)message["type"] == "message");
    }

    [Fact]
    public async Task Resume_WithAPositionOfAnotherEpoch_SaysThatItIsNotWhole()
    {
        var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await LoseAsync(ada);

        await using var again = await ResumeAsync("ada", ada.ResumeToken);
        var ack = await again.AskAsync(Positions(("lobby", 2, "another")));

        Assert.False((bool?)ack["data"]!["rooms"]!["lobby"]!["recovered"]);
        Assert.Equal(1, (long?)(await again.FindAsync(message => message["seq"] is not null))["seq"]);
    }

    [Fact]
    public async Task Resume_OfARoomThatWasLeftForGood_IsRefused()
    {
        await using var owner = await _server.ConnectAsync("bob");
        await owner.JoinAsync("lobby");
        var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await LoseAsync(ada);
        await using var phone = await _server.ConnectAsync("ada");
        await phone.JoinAsync("lobby");
        await phone.AskAsync(new JsonObject
        {
            ["type"] = "leave", ["room_id"] = "lobby", ["data"] = new JsonObject { ["membership"] = true },
        });

        await using var again = await ResumeAsync("ada", ada.ResumeToken);
        var ack = await again.AskAsync(Positions(("lobby", 3, null)));

        Assert.Equal("not_a_member", (string?)ack["data"]!["rooms"]!["lobby"]!["error"]!["code"]);
    }

    [Fact]
    public async Task Resume_ATokenWorksOnce_AndTheNextOneIsInTheWelcome()
    {
        var ada = await _server.ConnectAsync("ada");
        await LoseAsync(ada);
        var second = await ResumeAsync("ada", ada.ResumeToken);
        await LoseAsync(second);

        await using var used = await ResumeAsync("ada", ada.ResumeToken);
        await using var third = await ResumeAsync("ada", second.ResumeToken);

        Assert.True((bool?)second.Welcome["data"]!["resumed"]);
        Assert.False((bool?)used.Welcome["data"]!["resumed"]);
        Assert.True((bool?)third.Welcome["data"]!["resumed"]);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("ada")]
    public async Task Resume_WithATokenOfNobody_OrOfAnother_GivesAFreshSession(string user)
    {
        var ada = await _server.ConnectAsync("ada");
        await LoseAsync(ada);

        await using var again = await ResumeAsync(user, user == "ada" ? "nobody-has-this" : ada.ResumeToken);

        Assert.False((bool?)again.Welcome["data"]!["resumed"]);
        Assert.Equal(user, (string?)again.Welcome["data"]!["user_id"]);
        Assert.Null(again.Welcome["data"]!["rooms"]);
    }

    [Fact]
    public async Task Resume_TooLate_GivesAFreshSession()
    {
        var ada = await _server.ConnectAsync("ada");
        await LoseAsync(ada);
        _server.Clock.Advance(TimeSpan.FromMinutes(3));

        await using var again = await ResumeAsync("ada", ada.ResumeToken);

        Assert.False((bool?)again.Welcome["data"]!["resumed"]);
    }

    [Fact]
    public async Task Resume_ByANamelessGuest_BringsTheNameBack()
    {
        var guest = await _server.OpenAsync("");
        await guest.TakeWelcomeAsync();
        await LoseAsync(guest);

        await using var again = await _server.OpenAsync($"resume_token={guest.ResumeToken}");
        await again.TakeWelcomeAsync();

        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
        Assert.Equal(guest.Welcome["data"]!["user_id"]!.ToJsonString(), again.Welcome["data"]!["user_id"]!.ToJsonString());
    }

    [Fact]
    public async Task Resume_OfALiveConnection_ReplacesIt()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        await using var again = await ResumeAsync("ada", ada.ResumeToken);

        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
        Assert.Equal(4009, await ada.CloseCodeAsync());
    }

    [Fact]
    public async Task Resume_AtTheUsersLimit_TakesThePlaceOfWhatItReplaces()
    {
        await using var small = await StreamingServer.StartAsync(options => options.Limits.MaxConnectionsPerUser = 1);
        await using var ada = await small.ConnectAsync("ada");

        await using var again = await small.ConnectAsync("ada", $"&resume_token={ada.ResumeToken}");

        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
    }

    [Fact]
    public async Task Resume_BeyondTheUsersLimit_LeavesTheTokenGood()
    {
        await using var small = await StreamingServer.StartAsync(options => options.Limits.MaxConnectionsPerUser = 1);
        var ada = await small.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        ada.Cut();
        await ada.DisposeAsync();
        await Eventually.HoldsAsync(() => small.Registry.Count == 0);
        var other = await small.ConnectAsync("ada");
        await using (var refused = await small.OpenAsync($"user_id=ada&resume_token={ada.ResumeToken}"))
            Assert.Equal(4010, await refused.CloseCodeAsync());
        await other.DisposeAsync();
        await Eventually.HoldsAsync(() => small.Registry.Count == 0);

        await using var again = await small.ConnectAsync("ada", $"&resume_token={ada.ResumeToken}");

        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
        Assert.Equal("lobby", (string?)again.Welcome["data"]!["rooms"]![0]);
    }

    [Theory]
    [InlineData("""{"positions":[]}""")]
    [InlineData("""{"positions":{"a b":{"seq":1}}}""")]
    [InlineData("""{"positions":{"lobby":5}}""")]
    [InlineData("""{"positions":{"lobby":{}}}""")]
    [InlineData("""{"positions":{"lobby":{"seq":-1}}}""")]
    [InlineData("""{"positions":{"lobby":{"seq":"1"}}}""")]
    [InlineData("""{"positions":{"\ud800":{"seq":1}}}""")]
    public async Task Resume_WithWrongPositions_IsExplained(string data)
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.SendTextAsync($$"""{"type":"resume","id":"r","data":{{data}}}""");
        var answer = await ada.FindAsync(message => (string?)message["id"] == "r");

        Assert.Equal("invalid_message", (string?)answer["error"]!["code"]);
        Assert.StartsWith("data.positions", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    private Task<WsClient> ResumeAsync(string user, string token) => _server.ConnectAsync(user, $"&resume_token={token}");

    private async Task LoseAsync(WsClient client)
    {
        int before = _server.Registry.Count;
        client.Cut();
        await client.DisposeAsync();
        await Eventually.HoldsAsync(() => _server.Registry.Count < before);
    }

    private static JsonObject Positions(params (string Room, long Seq, string? Epoch)[] positions)
    {
        var rooms = new JsonObject();
        foreach (var (room, seq, epoch) in positions)
        {
            rooms[room] = new JsonObject { ["seq"] = seq };
            if (epoch is not null)
                rooms[room]!["epoch"] = epoch;
        }

        return new JsonObject { ["type"] = "resume", ["data"] = new JsonObject { ["positions"] = rooms } };
    }
}
