using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.WebSockets;

namespace Streaming.Cluster.Tests.Abuse;

/// <summary>
/// Who tries to get past what stands between a socket and a room, over real sockets, and fails; and nobody else notices. docs/security.md has
/// the table that this proves.
/// </summary>
public abstract class AbuseTests(AbusedServer server) : IAsyncLifetime
{
    public static TheoryData<string> Tricks => [.. ForgedTokens.Tricks];

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>After each attack: everybody else is served, and no log is full of it.</summary>
    public async Task DisposeAsync()
    {
        for (int node = 0; node < server.Nodes.Count; node++)
        {
            await using var ann = await ConnectWhenThereIsPlaceAsync(node, "ann");
            Assert.Equal("ack", (string?)(await ann.JoinAsync("after"))["type"]);
        }

        var complaints = server.Complaints();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints.Take(20)));
    }

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task ForgedToken_IsRefusedEverywhere(string trick)
    {
        string token = ForgedTokens.Make(trick, server.Issuer);
        for (int node = 0; node < server.Nodes.Count; node++)
        {
            using var rest = await server.SendAsync(node, HttpMethod.Get, "/api/v1/rooms", token);
            Assert.Equal(HttpStatusCode.Unauthorized, rest.StatusCode);

            await using var client = await server.OpenAsync(node, token);
            Assert.Equal("unauthorized", (string?)(await client.NextAsync())["error"]!["code"]);
            Assert.Equal(4001, await client.CloseCodeAsync());
        }
    }

    [Fact]
    public async Task HonestToken_IsTaken()
    {
        using var rest = await server.SendAsync(0, HttpMethod.Get, "/api/v1/rooms", ForgedTokens.Honest("ann", server.Issuer));

        Assert.Equal(HttpStatusCode.OK, rest.StatusCode);
    }

    [Fact]
    public async Task ReplayedTicket_IsRefusedEverywhere()
    {
        using var answer = await server.SendAsync(0, HttpMethod.Post, "/api/v1/negotiate", Tokens.For("bob"));
        var negotiated = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        string query = $"ticket={Uri.EscapeDataString((string)negotiated["ticket"]!)}";
        await using (var first = await server.OpenAsync(server.Nodes.Count - 1, null, query))
            Assert.Equal("bob", (string?)(await first.TakeWelcomeAsync())["data"]!["user_id"]);

        for (int node = 0; node < server.Nodes.Count; node++)
        {
            await using var again = await server.OpenAsync(node, null, query);
            Assert.Equal("unauthorized", (string?)(await again.NextAsync())["error"]!["code"]);
            Assert.Equal(4001, await again.CloseCodeAsync());
        }
    }

    [Fact]
    public async Task AStolenCookie_IsWorthNothingAfterTheLogOut_OnAnyNode()
    {
        using var login = await server.SendAsync(0, HttpMethod.Post, "/api/v1/sessions", Tokens.For("carol"));
        string cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        string csrf = (string)JsonNode.Parse(await login.Content.ReadAsStringAsync())!["csrf_token"]!;
        int last = server.Nodes.Count - 1;
        for (int node = 0; node <= last; node++)
        {
            using var taken = await server.SendAsync(node, HttpMethod.Get, "/api/v1/rooms", headers: ("Cookie", cookie));
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        using var socket = await OpenRawAsync(("Authorization", null), ("Cookie", cookie), ("Origin", server.AddressOf(0).GetLeftPart(UriPartial.Authority)),
            ("Host", server.AddressOf(0).Authority));
        using var logout = await server.SendAsync(last, HttpMethod.Delete, "/api/v1/sessions", headers:
            [("Cookie", cookie), ("X-CSRF-Token", csrf), ("Origin", server.AddressOf(last).GetLeftPart(UriPartial.Authority))]);

        Assert.True(logout.IsSuccessStatusCode, $"{logout.StatusCode}");
        await socket.ExpectCloseAsync(4001);
        for (int node = 0; node <= last; node++)
        {
            using var stolen = await server.SendAsync(node, HttpMethod.Get, "/api/v1/rooms", headers: ("Cookie", cookie));
            Assert.Equal(HttpStatusCode.Unauthorized, stolen.StatusCode);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("wrong", null)]
    [InlineData(null, "own")]
    [InlineData("right", null)]
    [InlineData("right", "https://evil.example")]
    [InlineData("wrong", "own")]
    public async Task ARequestThatAnotherPageMadeTheBrowserSend_IsForbidden(string? csrf, string? origin)
    {
        using var login = await server.SendAsync(0, HttpMethod.Post, "/api/v1/sessions", Tokens.For("dave"));
        string cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        string right = (string)JsonNode.Parse(await login.Content.ReadAsStringAsync())!["csrf_token"]!;
        List<(string, string)> headers = [("Cookie", cookie)];
        if (csrf is not null)
            headers.Add(("X-CSRF-Token", csrf == "right" ? right : csrf));
        if (origin is not null)
            headers.Add(("Origin", origin == "own" ? server.AddressOf(0).GetLeftPart(UriPartial.Authority) : origin));

        using var answer = await server.SendAsync(0, HttpMethod.Post, "/api/v1/rooms", body: new JsonObject { ["id"] = "forged" }, headers: [.. headers]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task OneUserOnAllNodes_GetsThroughWhatTheLimitSaysAndNoMore()
    {
        string room = $"limit-{server.Nodes.Count}";
        var connections = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => server.ConnectAsync(i, "hasty")));
        foreach (var connection in connections)
            await connection.JoinAsync(room);

        var answers = (await Task.WhenAll(connections.Select(connection => HurryAsync(connection, room)))).SelectMany(static one => one).ToList();

        foreach (var connection in connections)
            await connection.DisposeAsync();
        Assert.All(answers.Where(static answer => (string?)answer["type"] == "error"), static answer =>
        {
            Assert.Equal("rate_limited", (string?)answer["error"]!["code"]);
            Assert.InRange((int)answer["error"]!["retry_after_ms"]!, 1, 60_000);
        });
        var moments = answers.Where(static answer => (string?)answer["type"] == "ack")
            .Select(static answer => DateTimeOffset.Parse((string)answer["data"]!["timestamp"]!, System.Globalization.CultureInfo.InvariantCulture))
            .Order().ToList();
        Assert.True(moments.Count >= AbusedServer.Burst, $"only {moments.Count} got through");
        for (int first = 0; first < moments.Count; first++)
        {
            for (int last = first; last < moments.Count; last++)
            {
                // A timestamp is of the moment a room took a message; that its token was taken before may be a little ago.
                double allowed = AbusedServer.Burst + (AbusedServer.PerSecond * ((moments[last] - moments[first]).TotalSeconds + 0.25));
                Assert.True(last - first + 1 <= allowed, $"{last - first + 1} within {moments[last] - moments[first]}");
            }
        }
    }

    [Fact]
    public async Task TwoHundredConnectionsFromOneAddress_AreTheCap_WhateverTheySayOfWhereTheyAreFrom()
    {
        var sockets = Enumerable.Range(0, 200).Select(static _ => new ClientWebSocket()).ToList();
        bool[] opened = await Task.WhenAll(sockets.Select((socket, i) =>
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {Tokens.For($"user{i}")}");
            socket.Options.SetRequestHeader("X-Forwarded-For", $"192.0.2.{i}");
            socket.Options.SetRequestHeader("Forwarded", $"for=192.0.2.{i}");
            return IsWelcomeAsync(socket, server.AddressOf(i));
        }));
        sockets.ForEach(static socket => socket.Dispose());

        Assert.InRange(opened.Count(static one => one), 1, AbusedServer.PerAddress);
    }

    [Fact]
    public async Task AMegabyteInFragmentsOfOneByte_ClosesWith1009()
    {
        using var client = await OpenRawAsync();
        await client.SendAsync(new byte[] { 0x01, 0x81, 0, 0, 0, 0, (byte)'"' });
        byte[] fragments = [.. Enumerable.Repeat(new byte[] { 0x00, 0x81, 0, 0, 0, 0, (byte)'a' }, 1_000_000).SelectMany(static one => one)];

        await SendAllAsync(client, fragments);

        await client.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task ADeflateBomb_ClosesWith1009()
    {
        using var client = await OpenRawAsync(("Sec-WebSocket-Extensions", "permessage-deflate"));

        await client.SendAsync(Frame(0xC1, Bomb(10_000_000)));

        await client.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task AMessageOverTheLimit_IsRefused_AndTheConnectionLives()
    {
        await using var bob = await server.ConnectAsync(0, "bob");
        await bob.JoinAsync("size");

        var answer = await bob.SayAsync("size", new string('x', 70_000));

        Assert.Equal("message_too_large", (string?)answer["error"]!["code"]);
        Assert.Equal("ack", (string?)(await bob.SayAsync("size", "small"))["type"]);
    }

    [Fact]
    public async Task AThousandHalfOpenHandshakes_AreEnded_AndUsersChatOnMeanwhile()
    {
        var halves = new List<RawClient>();
        try
        {
            for (int i = 0; i < 1_000; i++)
            {
                var half = await RawClient.ConnectAsync(server.AddressOf(i).Port);
                halves.Add(half);
                await half.SendAsync("GET /ws HTTP/1.1\r\nHost: chat.example\r\nX-Slow: "u8.ToArray());
            }

            await using var bob = await server.ConnectAsync(0, "bob");
            await bob.JoinAsync("chat");
            for (int i = 0; i < AbusedServer.Burst / 2; i++)
                Assert.Equal("ack", (string?)(await bob.SayAsync("chat", i))["type"]);

            await Task.WhenAll(halves.Select(static half => half.DrainAsync()));
        }
        finally
        {
            halves.ForEach(static half => half.Dispose());
        }
    }

    [Theory]
    [InlineData("badword", "FILTER_WORD")]
    [InlineData("BADWORD!", "FILTER_WORD")]
    [InlineData("bad\u200bword", "FILTER_WORD")]
    [InlineData("bad\u00adword", "FILTER_WORD")]
    [InlineData("b\u0430dw\u043erd", "FILTER_WORD")]
    [InlineData("ｂａｄｗｏｒｄ", "FILTER_WORD")]
    [InlineData("b4dw0rd", "FILTER_WORD")]
    [InlineData("very  RUDE phrase", "FILTER_WORD")]
    [InlineData("look: //evil.example/x", "FILTER_DOMAIN")]
    [InlineData("look: https://EVIL.example./x", "FILTER_DOMAIN")]
    [InlineData("look: https://good.example@evil.example/x", "FILTER_DOMAIN")]
    [InlineData("look: https://a.b.evil.example:8443/x", "FILTER_DOMAIN")]
    [InlineData("look: https://b\u00f6se.example/x", "FILTER_DOMAIN")]
    [InlineData("look: https://xn--bse-sna.example/x", "FILTER_DOMAIN")]
    public async Task WhatIsNotToBeSaid_IsRefusedHoweverItIsWritten(string text, string reason)
    {
        await using var bob = await server.ConnectAsync(0, $"writer{text.Sum(static c => c)}");
        await bob.JoinAsync("words");

        var error = (await bob.SayAsync("words", new JsonObject { ["deep"] = new JsonArray(text) }))["error"]!;

        Assert.Equal(("content_rejected", reason), ((string?)error["code"], (string?)error["reason"]));
        Assert.Equal("ack", (string?)(await bob.SayAsync("words", "notevil.example is good"))["type"]);
    }

    [Fact]
    public async Task APageOfAnotherOrigin_GetsNothing()
    {
        using var client = await RawClient.ConnectAsync(server.AddressOf(0).Port);
        string head = await client.RequestAsync(RawClient.Handshake("GET", ("Origin", "https://evil.example"), ("Authorization", $"Bearer {Tokens.For("bob")}")));
        Assert.StartsWith("HTTP/1.1 403 ", head, StringComparison.Ordinal);

        using var rest = await server.SendAsync(0, HttpMethod.Get, "/api/v1/rooms", Tokens.For("bob"), headers: ("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, rest.StatusCode);
        Assert.False(rest.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("GET", "/cluster/status")]
    [InlineData("GET", "/cluster/rooms/chat/log")]
    [InlineData("POST", "/cluster/rebalance")]
    [InlineData("POST", "/cluster/members/node1/drain")]
    public async Task AnOperatorsEndpoint_IsClosedToUsersAndStrangers(string method, string path)
    {
        using var stranger = await server.SendAsync(0, new HttpMethod(method), path);
        using var user = await server.SendAsync(0, new HttpMethod(method), path, Tokens.For("bob"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (stranger.StatusCode, user.StatusCode));
    }

    private static async Task<List<JsonObject>> HurryAsync(WsClient connection, string room)
    {
        List<JsonObject> answers = [];
        for (int i = 0; i < 100; i++)
            answers.Add(await connection.SayAsync(room, i));
        return answers;
    }

    private static async Task<bool> IsWelcomeAsync(ClientWebSocket socket, Uri address)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{address.Authority}/ws"), deadline.Token);
            byte[] buffer = new byte[4096];
            var first = await socket.ReceiveAsync(buffer, deadline.Token);
            return Encoding.UTF8.GetString(buffer, 0, first.Count).Contains("\"welcome\"", StringComparison.Ordinal);
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    // The places of an attack that was ended come back when the server has seen its end.
    private async Task<WsClient> ConnectWhenThereIsPlaceAsync(int node, string user)
    {
        while (true)
        {
            var client = await server.OpenAsync(node, Tokens.For(user));
            if ((string?)(await client.TakeWelcomeAsync())["type"] == "welcome")
                return client;
            await client.DisposeAsync();
        }
    }

    private async Task<RawClient> OpenRawAsync(params (string Name, string? Value)[] headers)
    {
        var client = await RawClient.ConnectAsync(server.AddressOf(0).Port);
        string head = await client.RequestAsync(RawClient.Handshake("GET", [("Authorization", $"Bearer {Tokens.For("mallory")}"), .. headers]));
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        var (first, _) = await client.ReceiveAsync();
        Assert.Equal(0x81, first);
        return client;
    }

    // The server may close before all of it is sent.
    private static async Task SendAllAsync(RawClient client, byte[] bytes)
    {
        try
        {
            for (int sent = 0; sent < bytes.Length; sent += 70_000)
                await client.SendAsync(bytes.AsMemory(sent, Math.Min(70_000, bytes.Length - sent)));
        }
        catch (IOException)
        {
        }
    }

    private static byte[] Frame(byte first, byte[] payload)
    {
        byte[] frame = new byte[8 + payload.Length];
        (frame[0], frame[1]) = (first, 0x80 | 126);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(frame.AsSpan(8));
        return frame;
    }

    private static byte[] Bomb(int length)
    {
        using var packed = new MemoryStream();
        using var stream = new DeflateStream(packed, CompressionLevel.SmallestSize);
        stream.Write(new byte[length]);
        stream.Flush();
        return packed.ToArray()[..^4];
    }
}

public sealed class AbuseOfOneNodeTests(OneAbusedNode server) : AbuseTests(server), IClassFixture<OneAbusedNode>;

public sealed class AbuseOfThreeNodesTests(ThreeAbusedNodes server) : AbuseTests(server), IClassFixture<ThreeAbusedNodes>;
