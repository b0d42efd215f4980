using System.Net;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary><c>POST /api/v1/negotiate</c>, and what its tickets open.</summary>
public sealed class NegotiateTests : RestFixture
{
    private static string Ann { get; } = RestClient.Token("ann", more: ""","rooms":["lobby"],"limits":{"burst":3}""");

    [Fact]
    public async Task Answer_IsANodeAndATicketForThirtySeconds()
    {
        var reply = await Rest.PostAsync(Ann, "/negotiate");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(($"http://{Server.Http.Authority}", "node-under-test"), ((string)reply.Body["url"]!, (string)reply.Body["node_id"]!));
        Assert.Equal(Server.Clock.GetUtcNow().AddSeconds(30), (DateTimeOffset)reply.Body["expires_at"]!);
        Assert.Equal(26, ((string)reply.Body["ticket"]!).Length);
    }

    [Fact]
    public async Task Ticket_OpensOneConnection_AsItsUserWithAllThatConfinesIt()
    {
        string ticket = await TicketAsync(Ann);
        await using var ann = await OpenAsync(ticket);
        await ann.TakeWelcomeAsync();

        Assert.Equal("ann", (string?)ann.Welcome["data"]!["user_id"]);
        Assert.Equal("member", (string?)(await ann.JoinAsync("lobby"))["data"]!["role"]);
        Assert.Equal("forbidden", (string?)(await ann.JoinAsync("elsewhere"))["error"]!["code"]);
        await AssertUnauthorizedAsync(ticket);
    }

    [Fact]
    public async Task Ticket_OpensAStream()
    {
        string ticket = await TicketAsync(Ann);
        await using var stream = await SseClient.OpenAsync(Server, $"room_id=lobby&ticket={ticket}");

        Assert.Equal("ann", (string?)(await stream.EventAsync("welcome"))["data"]!["user_id"]);
        await AssertUnauthorizedAsync(ticket);
    }

    [Fact]
    public async Task Ticket_TooOld_IsUnauthorized()
    {
        string ticket = await TicketAsync(Ann);
        Server.Clock.Advance(TimeSpan.FromSeconds(30));

        await AssertUnauthorizedAsync(ticket);
    }

    [Fact]
    public async Task Ticket_OfGuests_IsForTheGuest()
    {
        await using var gus = await OpenAsync(await TicketAsync("gus"));
        await gus.TakeWelcomeAsync();

        Assert.Equal("gus", (string?)gus.Welcome["data"]!["user_id"]);
    }

    [Fact]
    public async Task Ticket_OnRest_IsRefusedAndStaysGood()
    {
        string ticket = await TicketAsync(Ann);

        using var http = new HttpClient { BaseAddress = Server.Http };
        using var response = await http.GetAsync(new Uri($"/api/v1/rooms?ticket={ticket}", UriKind.Relative));
        await using var ann = await OpenAsync(ticket);
        await ann.TakeWelcomeAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("ann", (string?)ann.Welcome["data"]!["user_id"]);
    }

    [Fact]
    public async Task Ticket_OutlivesNoCredentials()
    {
        long now = Server.Clock.GetUtcNow().ToUnixTimeSeconds();
        string ticket = await TicketAsync(TokenForge.Hs256($$"""{"sub":"ann","exp":{{now - 20}}}"""));
        Server.Clock.Advance(TimeSpan.FromSeconds(11));

        await AssertUnauthorizedAsync(ticket);
    }

    [Fact]
    public async Task Negotiate_WithoutTheScopeToConnect_IsForbidden() =>
        Assert.Equal("forbidden", (await Rest.PostAsync(RestClient.Token("ann", "publish"), "/negotiate")).Code);

    private async Task<string> TicketAsync(string who) => (string)(await Rest.PostAsync(who, "/negotiate")).Body["ticket"]!;

    private Task<WsClient> OpenAsync(string ticket) => WsClient.OpenAsync(new Uri($"ws://{Server.Http.Authority}/ws?ticket={ticket}"));

    private async Task AssertUnauthorizedAsync(string ticket)
    {
        await using var late = await OpenAsync(ticket);
        JsonObject error = await late.NextAsync();

        Assert.Equal("unauthorized", (string?)error["error"]!["code"]);
        Assert.Equal(4001, await late.CloseCodeAsync());
    }
}
