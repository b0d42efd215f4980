using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Transport.Audit;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Rest;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Who used power over others is noted, whichever way it was used.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private readonly Notes _notes = new();
    private StreamingServer _server = null!;
    private HttpClient _http = null!;
    private WsClient _ada = null!;
    private WsClient _bob = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(ports: services => services.AddSingleton(new AuditLog(_notes)));
        _http = new HttpClient { BaseAddress = _server.Http };
        _ada = await _server.ConnectAsync("ada");
        _bob = await _server.ConnectAsync("bob");
        await _ada.JoinAsync("lobby");
        await _bob.JoinAsync("lobby");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _ada.DisposeAsync();
        await _bob.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("mute")]
    [InlineData("kick")]
    [InlineData("ban")]
    public async Task Moderation_ByWebSocket_IsNotedWithoutWhatWasSaid(string action)
    {
        Assert.Equal("ack", (string?)(await ModerateAsync(_ada, action, "bob"))["type"]);

        Assert.Equal([$"ada (key (null)) did {action} in lobby to bob: done"], _notes.At(LogLevel.Information));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/rooms/lobby/bans/bob", "PUT /rooms/{room}/bans/{user} in lobby to bob")]
    [InlineData("PUT", "/api/v1/rooms/lobby/members/bob", "PUT /rooms/{room}/members/{user} in lobby to bob")]
    [InlineData("POST", "/api/v1/rooms/lobby/lock", "POST /rooms/{room}/lock in lobby to (null)")]
    [InlineData("PATCH", "/api/v1/rooms/lobby", "PATCH /rooms/{room} in lobby to (null)")]
    [InlineData("DELETE", "/api/v1/rooms/lobby", "DELETE /rooms/{room} in lobby to (null)")]
    public async Task Moderation_ByRest_IsNoted(string method, string path, string note)
    {
        var content = method == "DELETE" ? null : JsonContent.Create(path.EndsWith("members/bob") ? new { role = "moderator" } : (object)new { });
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{path}?user_id=ada") { Content = content };
        (await _http.SendAsync(request)).EnsureSuccessStatusCode();

        Assert.Equal([$"ada (key (null)) did {note}: done"], _notes.At(LogLevel.Information));
    }

    [Fact]
    public async Task Refused_IsNoNoteThatAnybodyCouldFillTheLogWith()
    {
        await ModerateAsync(_bob, "ban", "ada");
        using var answer = await _http.PutAsJsonAsync("/api/v1/rooms/lobby/bans/ada?user_id=bob", new { });

        Assert.Empty(_notes.At(LogLevel.Information));
        Assert.Equal(
            [
                "bob (key (null)) was refused ban in lobby to ada: insufficient_role",
                "bob (key (null)) was refused PUT /rooms/{room}/bans/{user} in lobby to ada: insufficient_role",
            ],
            _notes.At(LogLevel.Debug));
    }

    [Fact]
    public async Task LogInAndOut_AreNoted_AndWhatDoesNotHoldAtDebugAlone()
    {
        await using var server = await StreamingServer.StartAsync(
            static options => options.Jwt.Secret = TokenForge.Secret, services => services.AddSingleton(new AuditLog(_notes)));
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Http };
        using var login = await SendAsync(HttpMethod.Post, ("Authorization", $"Bearer {RestClient.Token("ann")}"));
        string cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        string csrf = (string)JsonNode.Parse(await login.Content.ReadAsStringAsync())!["csrf_token"]!;
        using var logout = await SendAsync(
            HttpMethod.Delete, ("Cookie", cookie), ("X-CSRF-Token", csrf), ("Origin", $"http://{server.Http.Authority}"));
        using var refused = await SendAsync(HttpMethod.Get, ("Authorization", "Bearer rubbish"));

        string[] notes = [.. _notes.At(LogLevel.Information)];
        Assert.Equal(2, notes.Length);
        Assert.StartsWith("ann (key (null)) logged in, login ", notes[0]);
        Assert.Equal(notes[0].Split(' ')[^1], notes[1].Split(' ')[^1]);
        Assert.StartsWith("ann logged out, login ", notes[1]);
        Assert.Equal(["Refused BearerToken: Malformed"], _notes.At(LogLevel.Debug));

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, new Uri("/api/v1/sessions", UriKind.Relative));
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            return await http.SendAsync(request);
        }
    }

    [Fact]
    public async Task WhatEverybodyDoes_IsNotNoted()
    {
        await _bob.SayAsync("lobby", "hello");
        using var answer = await _http.GetAsync("/api/v1/rooms/lobby/members?user_id=bob");

        Assert.Empty(_notes.At(LogLevel.Information));
        Assert.Empty(_notes.At(LogLevel.Debug));
    }

    private static Task<JsonObject> ModerateAsync(WsClient by, string action, string user) => by.AskAsync(new JsonObject
    {
        ["type"] = "moderate", ["event"] = action, ["room_id"] = "lobby",
        ["data"] = new JsonObject { ["user_id"] = user, ["reason"] = "what was said" },
    });

    private sealed class Notes : ILoggerFactory, ILogger
    {
        private readonly List<(LogLevel Level, string Text)> _lines = [];

        public IEnumerable<string> At(LogLevel level)
        {
            lock (_lines)
                return [.. _lines.Where(line => line.Level == level).Select(static line => line.Text)];
        }

        public ILogger CreateLogger(string categoryName)
        {
            Assert.Equal("Streaming.Audit", categoryName);
            return this;
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add((logLevel, formatter(state, exception)));
        }
    }
}
