using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Ways into a room.</summary>
public sealed class InvitesTests : RestFixture
{
    [Fact]
    public async Task Create_GivesACodeThatNobodyGuesses_TheSameForTheSameKey()
    {
        var first = await Rest.PostAsync(Ada, $"{Lobby}/invites", """{"role":"guest","max_uses":2,"expires_in_s":3600}""", key: "k");
        var retry = await Rest.PostAsync(Ada, $"{Lobby}/invites", """{"role":"guest","max_uses":2,"expires_in_s":3600}""", key: "k");
        var other = await Rest.PostAsync(Ada, $"{Lobby}/invites");

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Matches("^[0-9a-z]{16}$", (string?)first.Body["code"]);
        Assert.Equal(("guest", 2, 0, "ada"), ((string?)first.Body["role"], (int?)first.Body["max_uses"], (int?)first.Body["used_count"], (string?)first.Body["created_by"]));
        Assert.Equal(first.Body.ToJsonString(), retry.Body.ToJsonString());
        Assert.NotEqual((string?)first.Body["code"], (string?)other.Body["code"]);
        Assert.Equal(2, (await Rest.GetAsync(Bob, $"{Lobby}/invites")).Body["invites"]!.AsArray().Count);
    }

    [Fact]
    public async Task Code_IsNotInTheLog()
    {
        await using var bob = await ListenAsync(Bob);
        var made = await Rest.PostAsync(Ada, $"{Lobby}/invites");
        var heard = await bob.EventAsync("system", "lobby", "invite_created");

        Assert.DoesNotContain((string)made.Body["code"]!, heard.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_EndsIt()
    {
        string code = (string)(await Rest.PostAsync(Ada, $"{Lobby}/invites")).Body["code"]!;

        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Bob, $"{Lobby}/invites/{code}"));
        Assert.True((await Rest.DeleteAsync(Ada, $"{Lobby}/invites/{code}")).Changed);
        await AssertRefusedAsync("invite_invalid", () => Rest.DeleteAsync(Ada, $"{Lobby}/invites/{code}"));
        Assert.Empty((await Rest.GetAsync(Ada, $"{Lobby}/invites")).Body["invites"]!.AsArray());
    }

    [Theory]
    [InlineData("ada", """{"role":"admin"}""", "invalid_message")]
    [InlineData("ada", """{"max_uses":0}""", "invalid_message")]
    [InlineData("ada", """{"max_uses":1001}""", "invalid_message")]
    [InlineData("ada", """{"expires_at":"2001-01-01T00:00:00Z"}""", "invalid_message")]
    [InlineData("cid", "{}", "not_a_member")]
    public async Task Create_ThatCannotBe_IsRefused(string who, string body, string code) =>
        await AssertRefusedAsync(code, () => Rest.PostAsync(who, $"{Lobby}/invites", body));

    [Fact]
    public async Task Codes_AreBounded()
    {
        await AssertRefusedAsync("invite_invalid", () => Rest.DeleteAsync(Ada, $"{Lobby}/invites/nothing"));
        await AssertRefusedAsync("invalid_message", () => Rest.DeleteAsync(Ada, $"{Lobby}/invites/{new string('c', 65)}"));
    }
}
