using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Support;
using Streaming.Transport.Hooks;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Key files that change while the server runs.</summary>
public sealed class KeyChangeTests : IAsyncLifetime
{
    private const string AnnsKey = "0f3d5a7c9e1b2d4f6a8c0e1f3b5d7a9c";
    private const string BobsKey = "1f3d5a7c9e1b2d4f6a8c0e1f3b5d7a9c";

    private readonly TestFolder _folder = new("keys");
    private StreamingServer _server = null!;

    private string KeyFile => Path.Combine(_folder.Path, "keys.json");

    private string JwksFile => Path.Combine(_folder.Path, "jwks.json");

    public async Task InitializeAsync()
    {
        await WriteAsync(Key(AnnsKey, "ann"), Key(BobsKey, "bob"));
        await File.WriteAllTextAsync(JwksFile, Jwks("2025", TokenForge.Rsa));
        _server = await StreamingServer.StartAsync(options =>
        {
            options.RequireAuth = true;
            options.ApiKeys.File = KeyFile;
            options.Jwt.JwksFile = JwksFile;
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Key_ThatIsGone_ClosesItsConnectionsAndOpensNone()
    {
        await using var ann = await ConnectAsync(AnnsKey);
        await using var bob = await ConnectAsync(BobsKey);
        string ticket = await TicketAsync(AnnsKey);

        await WriteAsync(Key(BobsKey, "bob"));
        await PassTimeUntilKeysHaveChangedAsync();

        Assert.Equal(4001, await ann.CloseCodeAsync());
        await AssertUnauthorizedAsync("", ("X-API-Key", AnnsKey));
        await AssertUnauthorizedAsync($"?ticket={ticket}");
        Assert.Equal("pong", (string?)(await bob.AskAsync(new JsonObject { ["type"] = "ping" }))["type"]);
    }

    [Fact]
    public async Task Key_ThatStandsForLess_ConfinesItsConnections()
    {
        await using var ann = await ConnectAsync(AnnsKey);
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("secret");

        await WriteAsync(Key(AnnsKey, "ann", ""","rooms":["lobby"]"""), Key(BobsKey, "bob"));
        await PassTimeUntilKeysHaveChangedAsync();
        await ann.FindAsync(static message => (string?)message["type"] == "leave");

        Assert.Equal("forbidden", (string?)(await ann.SayAsync("secret", "no"))["error"]!["code"]);
        Assert.Equal("ack", (string?)(await ann.SayAsync("lobby", "yes"))["type"]);
    }

    // What a stream is made of was asked for at its beginning. What comes after it in the list is looked at as well.
    [Fact]
    public async Task Key_ThatStandsForLess_EndsItsStreams_AndReachesAllOthers()
    {
        using var http = new HttpClient { BaseAddress = _server.Http };
        http.DefaultRequestHeaders.Add("X-API-Key", AnnsKey);
        using var stream = await http.GetStreamAsync("/sse?room_id=lobby");
        List<WsClient> clients = [];
        for (int i = 0; i < 5; i++)
            clients.Add(await ConnectAsync(BobsKey));

        await WriteAsync(Key(AnnsKey, "ann", ""","rooms":["lobby"]"""));
        await PassTimeUntilKeysHaveChangedAsync();

        foreach (var bob in clients)
        {
            Assert.Equal(4001, await bob.CloseCodeAsync());
            await bob.DisposeAsync();
        }

        await stream.CopyToAsync(Stream.Null).WaitAsync(Eventually.Patience);
        using var again = await http.GetAsync("/sse?room_id=lobby", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(System.Net.HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task LastKey_CanBeTakenBack_WhateverBecameOfTheKeysOfTokens()
    {
        _server.ExpectedErrors = 1;
        await using var ann = await ConnectAsync(AnnsKey);

        await File.WriteAllTextAsync(JwksFile, "{ broken");
        await WriteAsync();
        await PassTimeUntilKeysHaveChangedAsync();

        Assert.Equal(4001, await ann.CloseCodeAsync());
        await AssertUnauthorizedAsync("", ("X-API-Key", AnnsKey));
        Assert.Equal(["keys of tokens"], _server.Settings.Broken);
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("publish other")]
    public async Task Key_ThatMayNotConnectAnyMore_ClosesItsConnections(string scopes)
    {
        await using var ann = await ConnectAsync(AnnsKey);
        string listed = string.Join(',', scopes.Split(' ').Select(static scope => $"\"{scope}\""));

        await WriteAsync(Key(AnnsKey, "ann", $""","scopes":[{listed}]"""), Key(BobsKey, "bob"));
        await PassTimeUntilKeysHaveChangedAsync();

        Assert.Equal(4001, await ann.CloseCodeAsync());
    }

    // A token, a ticket and a login of one key, and a token of the key that stays.
    [Fact]
    public async Task KeyOfTokens_ThatIsGone_EndsWhatItOpened()
    {
        const string ann = """{"sub":"ann","exp":4102444800}""";
        await File.WriteAllTextAsync(JwksFile, Jwks(("2025", TokenForge.Rsa), ("2026", TokenForge.OtherRsa)));
        string old = TokenForge.Rs256(ann, TokenForge.Rsa, """{"alg":"RS256","kid":"2025"}""");
        string current = TokenForge.Rs256(ann, TokenForge.OtherRsa, """{"alg":"RS256","kid":"2026"}""");
        await _server.PassTimeUntilAsync(UntilAsync(current));
        await using var ends = await WsClient.OpenAsync(Address(), token: old);
        await ends.TakeWelcomeAsync();
        await using var stays = await WsClient.OpenAsync(Address(), token: current);
        await stays.TakeWelcomeAsync();
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false });
        string ticket = (string)JsonNode.Parse(await (await PostAsync("negotiate", old)).Content.ReadAsStringAsync())!["ticket"]!;
        string cookie = (await PostAsync("sessions", old)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        await File.WriteAllTextAsync(JwksFile, Jwks(("2026", TokenForge.OtherRsa)));
        await PassTimeUntilKeysHaveChangedAsync();

        Assert.Equal(4001, await ends.CloseCodeAsync());
        await AssertUnauthorizedAsync($"?ticket={ticket}");
        using var shown = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Http, "/api/v1/sessions"));
        shown.Headers.Add("Cookie", cookie);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await http.SendAsync(shown)).StatusCode);
        Assert.Equal("pong", (string?)(await stays.AskAsync(new JsonObject { ["type"] = "ping" }))["type"]);

        Task<HttpResponseMessage> PostAsync(string path, string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Http, $"/api/v1/{path}"));
            request.Headers.Add("Authorization", $"Bearer {token}");
            return http.SendAsync(request);
        }
    }

    [Fact]
    public async Task Key_ThatStandsForLess_WhileItsUserJoins_KeepsThemOut()
    {
        var gate = new Gate();
        await using var server = await StartWaitingAsync(gate);
        await using var ann = await WsClient.OpenAsync(new Uri($"ws://{server.Http.Authority}/ws"), headers: ("X-API-Key", AnnsKey));
        await ann.TakeWelcomeAsync();
        var joining = ann.JoinAsync("secret");
        await NarrowWhileWaitingAsync(server, gate);

        Assert.Equal("forbidden", (string?)(await joining)["error"]!["code"]);
    }

    [Fact]
    public async Task Key_ThatStandsForLess_WhileAStreamOfItsUserBegins_HasNothingTold()
    {
        var gate = new Gate();
        await using var server = await StartWaitingAsync(gate);
        using var http = new HttpClient { BaseAddress = server.Http };
        http.DefaultRequestHeaders.Add("X-API-Key", AnnsKey);
        var streaming = http.GetAsync("/sse?room_id=secret", HttpCompletionOption.ResponseHeadersRead);
        await NarrowWhileWaitingAsync(server, gate);

        using var reply = await streaming;
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, reply.StatusCode);
    }

    [Fact]
    public async Task File_ThatIsBroken_KeepsTheKeysThatWereThere()
    {
        _server.ExpectedErrors = 1;
        await using var ann = await ConnectAsync(AnnsKey);
        await File.WriteAllTextAsync(KeyFile, "{ broken");
        await Eventually.HoldsAsync(() =>
        {
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
            return _server.Settings.Broken.Count > 0;
        });

        await using var again = await ConnectAsync(AnnsKey);
        Assert.Equal("pong", (string?)(await ann.AskAsync(new JsonObject { ["type"] = "ping" }))["type"]);
    }

    [Fact]
    public async Task Tokens_AreCheckedWithTheKeysOfNow()
    {
        const string ann = """{"sub":"ann","exp":4102444800}""";
        string old = TokenForge.Rs256(ann, TokenForge.Rsa, """{"alg":"RS256","kid":"2025"}""");
        string current = TokenForge.Rs256(ann, TokenForge.OtherRsa, """{"alg":"RS256","kid":"2026"}""");
        await using (var client = await WsClient.OpenAsync(Address(), token: old))
            await client.TakeWelcomeAsync();
        await AssertUnauthorizedAsync("", ("Authorization", $"Bearer {current}"));

        await File.WriteAllTextAsync(JwksFile, Jwks("2026", TokenForge.OtherRsa) + "\n");
        await _server.PassTimeUntilAsync(UntilAsync(current));

        await AssertUnauthorizedAsync("", ("Authorization", $"Bearer {old}"));
    }

    // In small steps and no further: the close of a connection has a deadline of its own, which must not pass before the client has heard of it.
    private async Task PassTimeUntilKeysHaveChangedAsync()
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Verifiers.Changed += () => changed.TrySetResult();
        await _server.PassTimeUntilAsync(changed.Task, TimeSpan.FromMilliseconds(20));
    }

    private async Task UntilAsync(string token)
    {
        while (true)
        {
            await using var client = await WsClient.OpenAsync(Address(), token: token);
            if ((string?)(await client.NextAsync())["type"] == "welcome")
                return;
        }
    }

    private Uri Address(string query = "") => new($"ws://{_server.Http.Authority}/ws{query}");

    private async Task<WsClient> ConnectAsync(string key)
    {
        var client = await WsClient.OpenAsync(Address(), headers: ("X-API-Key", key));
        await client.TakeWelcomeAsync();
        return client;
    }

    private async Task<string> TicketAsync(string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        using var reply = await http.PostAsync(new Uri(_server.Http, "/api/v1/negotiate"), content: null);
        return (string)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["ticket"]!;
    }

    private async Task AssertUnauthorizedAsync(string query, params (string, string)[] headers)
    {
        await using var client = await WsClient.OpenAsync(Address(query), headers: headers);

        Assert.Equal("unauthorized", (string?)(await client.NextAsync())["error"]!["code"]);
    }

    private Task WriteAsync(params string[] keys) =>
        File.WriteAllTextAsync(KeyFile, $$"""{"keys":[{{string.Join(',', keys)}}]}""");

    private static string Key(string key, string user, string more = "") =>
        $$"""{"name":"{{user}}'s","user":"{{user}}","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}"{{more}}}""";

    private static string Jwks(string keyId, RSA key) => Jwks((keyId, key));

    private static string Jwks(params (string KeyId, RSA Key)[] keys) =>
        $$"""{"keys":[{{string.Join(',', keys.Select(static key => Jwk(key.KeyId, key.Key)))}}]}""";

    private static string Jwk(string keyId, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return $$"""
            {"kty":"RSA","kid":"{{keyId}}","n":"{{System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{System.Buffers.Text.Base64Url.EncodeToString(parameters.Exponent)}}"}
            """;
    }

    // Whose rooms let nobody in before the gate is opened.
    private Task<StreamingServer> StartWaitingAsync(Gate gate) => StreamingServer.StartAsync(
        options =>
        {
            options.ApiKeys.File = KeyFile;
            options.Hooks.Timeout = TimeSpan.FromHours(1);
            options.AddRoomHooks<Waiting>();
        },
        services => services.AddSingleton(gate));

    // Ann is at the gate, and comes through it when her key has long stood for less.
    private async Task NarrowWhileWaitingAsync(StreamingServer server, Gate gate)
    {
        await gate.Asked.Task;
        await WriteAsync(Key(AnnsKey, "ann", ""","rooms":["lobby"]"""), Key(BobsKey, "bob"));
        await Eventually.HoldsAsync(() =>
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return server.Registry.Live.Single().Principal.Rooms is not null;
        });
        gate.Open.SetResult();
    }

    private sealed class Gate
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Waiting(Gate gate) : IRoomHooks
    {
        public async ValueTask<JoinVerdict> JoiningAsync(RoomJoining joining, CancellationToken cancellation)
        {
            gate.Asked.TrySetResult();
            await gate.Open.Task;
            return JoinVerdict.Allow;
        }
    }
}
