using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What REST says where it serves nothing.</summary>
public sealed class UnservedTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private StreamingServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
        _http.BaseAddress = _server.Http;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "nonsense")]
    [InlineData("POST", "rooms/lobby/nonsense")]
    [InlineData("GET", "rooms/lobby/history/57")]
    [InlineData("DELETE", "users/bob")]
    public async Task WhatIsNoAddress_IsNotFound(string method, string path)
    {
        using var response = await SendAsync(method, path);

        await AssertProblemAsync(response, HttpStatusCode.NotFound, "invalid_message");
    }

    [Theory]
    [InlineData("GET", "rooms/lobby/messages", "POST")]
    [InlineData("DELETE", "rooms/lobby/history", "GET")]
    [InlineData("GET", "rooms/lobby/bans/bob", "PUT", "DELETE")]
    [InlineData("DELETE", "presence/bob", "GET", "PUT")]
    [InlineData("PUT", "rooms/lobby", "GET", "PATCH", "DELETE")]
    public async Task AnotherMethod_IsNotAllowed(string method, string path, params string[] allowed)
    {
        using var response = await SendAsync(method, path);

        await AssertProblemAsync(response, HttpStatusCode.MethodNotAllowed, "invalid_message");
        Assert.Equal([.. allowed, "OPTIONS"], response.Content.Headers.Allow);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/api/v1/{path}", UriKind.Relative));
        return await _http.SendAsync(request);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(((int)status, code), ((int)problem["status"]!, (string)problem["code"]!));
        Assert.NotEmpty((string)problem["detail"]!);
    }
}
