using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What clients see while the store that nodes share is away: <c>unavailable</c>, which may be tried again, and nothing else.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private readonly UnreliableStores _stores = new();
    private readonly HttpClient _http = new();
    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync(ports: _stores.AddTo);

    public async Task DisposeAsync()
    {
        _stores.AreAway = false;
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/sse?room_id=lobby&user_id=ada")]
    [InlineData("POST", "/api/v1/rooms/lobby/messages?user_id=ada")]
    [InlineData("GET", "/api/v1/rooms/lobby/history?user_id=ada")]
    public async Task NewRequest_StoreIsAway_Gets503ThatMayBeTriedAgain(string method, string path)
    {
        _stores.AreAway = true;
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server.Http, path));
        if (method == "POST")
            request.Content = JsonContent.Create(new { data = "hello" });
        using var response = await _http.SendAsync(request);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(("unavailable", true), ((string?)problem["code"], (bool?)problem["retryable"]));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task NewWebSocket_StoreIsAway_IsRefusedWith503BeforeTheHandshake()
    {
        _stores.AreAway = true;
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://{_server.Http.Authority}/ws?user_id=ada"), CancellationToken.None));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, socket.HttpStatusCode);
        await Eventually.HoldsAsync(() => _server.Registry.Count == 0);
    }

    [Fact]
    public async Task OpenConnection_StoreIsAway_StaysAndIsToldSo_AndGoesOnAfterwards()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        _stores.AreAway = true;
        var refused = await ada.SayAsync("lobby", "hello");
        _stores.AreAway = false;
        var accepted = await ada.SayAsync("lobby", "hello");

        Assert.Equal(("unavailable", true), ((string?)refused["error"]!["code"], (bool?)refused["error"]!["retryable"]));
        Assert.Equal("ack", (string?)accepted["type"]);
    }
}
