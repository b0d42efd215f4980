using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

public sealed class RestHistoryTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private StreamingServer _server = null!;
    private WsClient _ada = null!;
    private WsClient _bob = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
        _ada = await _server.ConnectAsync("ada");
        _bob = await _server.ConnectAsync("bob");
        foreach (var (client, text) in new[] { (_ada, "one"), (_bob, "two") })
        {
            await client.JoinAsync("lobby");
            await client.SayAsync("lobby", text);
        }
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _ada.DisposeAsync();
        await _bob.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("user_id=ada", "two one")]
    [InlineData("user_id=ada&author=bob", "two")]
    [InlineData("user_id=bob&author=ada", "one")]
    [InlineData("user_id=bob&author=nobody", "")]
    public async Task RestHistory_OfAGuest_HoldsEverybodysMessages_UnlessOneAuthorIsAskedFor(string query, string expected)
    {
        string body = await _http.GetStringAsync(new Uri(_server.Http, $"/api/v1/rooms/lobby/history?{query}"));

        var messages = JsonNode.Parse(body)!["messages"]!.AsArray();
        Assert.Equal(expected, string.Join(' ', messages.Select(message => (string?)message!["data"])));
    }

    [Fact]
    public async Task RestHistory_OfAnAuthorThatNobodyCanBe_IsExplained()
    {
        using var response = await _http.GetAsync(
            new Uri(_server.Http, "/api/v1/rooms/lobby/history?user_id=ada&author=a%20b"));

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("invalid_message", (string?)problem["code"]);
        Assert.StartsWith("author ", (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
