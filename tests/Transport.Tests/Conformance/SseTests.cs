using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary><c>GET /sse</c>: docs/protocol.md, sections 1 and 4.</summary>
public class SseTests : IAsyncLifetime
{
    private StreamingServer _server = null!;
    private WsClient _ada = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(options => options.RateLimitEnabled = false);
        _ada = await _server.ConnectAsync("ada");
        await _ada.JoinAsync("lobby");
    }

    public async Task DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Stream_BeginsWithWelcome_AndTellsWhereEachRoomStands()
    {
        await using var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby&room_id=second");
        var (type, welcome) = (await bob.NextAsync())!.Value;

        Assert.Equal("text/event-stream", bob.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("welcome", type);
        Assert.Equal("bob", (string?)welcome["data"]!["user_id"]);
        Assert.Equal(1, (int?)welcome["data"]!["protocol"]);
        Assert.Null(welcome["data"]!["resume_token"]);
        Assert.Equal(3, (long?)welcome["data"]!["rooms"]!["lobby"]!["seq"]);
        Assert.Equal(2, (long?)welcome["data"]!["rooms"]!["second"]!["seq"]);
        Assert.NotEmpty(bob.Cursor);
    }

    [Fact]
    public async Task Events_AreTheSameAsOverWebSocket_EphemeralOnesToo()
    {
        await using var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby");
        var snapshot = await bob.EventAsync("presence");
        await _ada.SendTextAsync("{\"type\":\"message\",\"room_id\":\"lobby\",\"data\":{\r\n \"text\" :\n\"hi\" } }");
        var message = await bob.EventAsync("message");
        await _ada.AskAsync(new JsonObject { ["type"] = "typing", ["event"] = "start", ["room_id"] = "lobby" });
        var same = await _ada.EventAsync("message", "lobby");

        Assert.Equal("snapshot", (string?)snapshot["event"]);
        Assert.Equal(same.ToJsonString(), message.ToJsonString());
        Assert.Equal("ada", (string?)(await bob.EventAsync("typing"))["user_id"]);
    }

    [Fact]
    public async Task Stream_ResumesEveryRoomFromItsCursor_WithoutGapOrDuplicate()
    {
        await _ada.JoinAsync("second");
        await using (var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby&room_id=second"))
        {
            await bob.EventAsync("welcome");
            await _ada.SayAsync("lobby", 1);
            await _ada.SayAsync("second", 2);
            await bob.EventAsync("message");
            await bob.EventAsync("message");
            await _ada.SayAsync("lobby", 3);
            await _ada.SayAsync("second", 4);
            await bob.EventAsync("message");
            await WithCursorAsync(bob.Cursor);
        }

        async Task WithCursorAsync(string cursor)
        {
            await _ada.SayAsync("lobby", 5);
            foreach (bool inHeader in (bool[])[true, false])
            {
                await using var again = inHeader
                    ? await SseClient.OpenAsync(_server, "user_id=bob&room_id=second&room_id=lobby", cursor)
                    : await SseClient.OpenAsync(_server, $"user_id=bob&room_id=second&room_id=lobby&last_event_id={cursor}");
                var welcome = await again.EventAsync("welcome");
                var seen = new List<int> { (int)(await again.EventAsync("message"))["data"]! };
                seen.Add((int)(await again.EventAsync("message"))["data"]!);

                Assert.True((bool?)welcome["data"]!["rooms"]!["lobby"]!["recovered"]);
                // One of 3 and 4 had been read, whichever came first; 5 had not.
                Assert.Equal(8, seen.Sum(), 1.0);
                Assert.Contains(5, seen);
            }
        }
    }

    [Fact]
    public async Task Cursor_OfEachEvent_GoesOnRightBehindIt()
    {
        var cursors = new List<string>();
        await using (var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby"))
        {
            await bob.EventAsync("welcome");
            cursors.Add(bob.Cursor);
            for (int i = 0; i < 20; i++)
                await _ada.SendAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["data"] = i });
            for (int i = 0; i < 20; i++)
            {
                await bob.EventAsync("message");
                cursors.Add(bob.Cursor);
            }
        }

        for (int i = 0; i < 20; i += 5)
        {
            await using var again = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby", cursors[i]);
            Assert.Equal(i, (int?)(await again.EventAsync("message"))["data"]);
        }
    }

    [Fact]
    public async Task Cursor_OfALogThatIsNoMore_IsToldByAReset()
    {
        await using var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby", "lobby/another/57");
        var welcome = await bob.EventAsync("welcome");
        var reset = await bob.EventAsync("system");
        var first = (await bob.NextAsync())!.Value;

        Assert.False((bool?)welcome["data"]!["rooms"]!["lobby"]!["recovered"]);
        Assert.Equal(("reset", "lobby"), ((string?)reset["event"], (string?)reset["room_id"]));
        Assert.False((bool?)reset["data"]!["recovered"]);
        Assert.Equal(0, (long?)reset["data"]!["seq"]);
        Assert.True(first.Type is "system" or "presence");
        if (first.Type == "presence")
            first = (await bob.NextAsync())!.Value;
        Assert.Equal(1, (long?)first.Data["seq"]);
    }

    [Fact]
    public async Task Replay_OfFarMoreThanTheOutboxHolds_ArrivesWhole()
    {
        await using (var first = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby"))
        {
            await first.EventAsync("welcome");
            string large = new('x', 60_000);
            string cursor = first.Cursor;
            await using var phone = await _server.ConnectAsync("ada");
            await phone.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
            for (int i = 0; i < 60; i++)
                await phone.SayAsync("lobby", large);

            await using var again = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby", cursor);
            for (long seq = 4; seq < 64; seq++)
                Assert.Equal(seq, (long?)(await again.EventAsync("message"))["seq"]);
        }
    }

    [Fact]
    public async Task Stream_IsKeptAlive()
    {
        await using var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby");
        using var reader = new StreamReader(await bob.Response.Content.ReadAsStreamAsync());
        for (string? line = await reader.ReadLineAsync(); line is not null && !line.Contains("snapshot", StringComparison.Ordinal);)
            line = await reader.ReadLineAsync();
        Assert.Equal("", await reader.ReadLineAsync());

        await _server.PassTimeUntilAsync(CommentAsync());

        async Task CommentAsync()
        {
            string? next;
            do
                next = await reader.ReadLineAsync();
            while (next is not (null or ":"));
            Assert.Equal(":", next);
        }
    }

    [Fact]
    public async Task Stream_OfADrainingNode_TellsWhenToComeBack_AndEnds()
    {
        await using var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby");
        await bob.EventAsync("presence");
        var stopping = _server.StopAsync();
        var draining = await bob.EventAsync("system");
        while (await bob.NextAsync() is not null)
        {
        }

        await stopping.WaitAsync(Eventually.Patience);
        Assert.Equal("draining", (string?)draining["event"]);
        Assert.InRange((int)draining["data"]!["reconnect_after_ms"]!, 0, 10_000);
        Assert.InRange(bob.Retry!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Stream_ThatIsGone_LeavesNothing()
    {
        await using (var bob = await SseClient.OpenAsync(_server, "user_id=bob&room_id=lobby"))
            await bob.EventAsync("presence");

        await Eventually.HoldsAsync(() => _server.Registry.Count == 1 && _server.Node.Sessions.Count == 1);
    }

    [Fact]
    public async Task Stream_WithSomeRoomsRefused_TellsWhich_AndDeliversTheOthers()
    {
        StreamingOptions? its = null;
        await using var server = await StreamingServer.StartAsync(options => its = options);
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("here");
        its!.AutoCreateRooms = false;

        await using var bob = await SseClient.OpenAsync(server, "user_id=bob&room_id=nowhere&room_id=here");
        var rooms = (await bob.EventAsync("welcome"))["data"]!["rooms"]!;
        await ada.SayAsync("here", "hello");

        Assert.Equal("room_not_found", (string?)rooms["nowhere"]!["error"]!["code"]);
        Assert.Equal(3, (long?)rooms["here"]!["seq"]);
        Assert.Equal("hello", (string?)(await bob.EventAsync("message"))["data"]);
    }

    [Fact]
    public async Task Stream_OfMoreRoomsThanAllowed_IsAProblem()
    {
        await using var strict = await StreamingServer.StartAsync(options => options.Limits.MaxRoomsPerUser = 1);
        await using var one = await SseClient.OpenAsync(strict, "room_id=a&room_id=b");

        Assert.Equal(HttpStatusCode.Conflict, one.Status);
        Assert.Contains("room_limit", await one.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "invalid_message", "room_id is missing")]
    [InlineData("room_id=a%20b", HttpStatusCode.BadRequest, "invalid_message", "room_id must be")]
    [InlineData("room_id=a&last_event_id=nonsense", HttpStatusCode.BadRequest, "invalid_message", "last_event_id is not a cursor")]
    [InlineData("channel_id=a*", HttpStatusCode.BadRequest, "invalid_message", "channel_id")]
    [InlineData("room_id=a&user_id=a%20b", HttpStatusCode.BadRequest, "invalid_message", "user_id must be 1 to 128")]
    public async Task Stream_ThatCannotBe_IsAProblem(string query, HttpStatusCode status, string code, string detail)
    {
        await using var client = await SseClient.OpenAsync(_server, query);
        var problem = JsonNode.Parse(await client.TextAsync())!;

        Assert.Equal(status, client.Status);
        Assert.Equal("application/problem+json", client.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.StartsWith(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ToAStreamOfManyRooms_ArrivesWhole_HoweverLongItsCursor()
    {
        string rooms = string.Concat(Enumerable.Range(0, 49).Select(i => $"&room_id=one-of-many-long-named-rooms-{i}"));
        string cursor;
        await using (var first = await SseClient.OpenAsync(_server, $"user_id=bob&room_id=lobby{rooms}"))
        {
            await first.EventAsync("welcome");
            cursor = first.Cursor;
        }

        Assert.InRange(cursor.Length, 2_000, 3_072);
        for (int i = 0; i < 600; i++)
            await _ada.SendAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["data"] = i });
        await _ada.AskAsync(new JsonObject { ["type"] = "ping" });

        await using var again = await SseClient.OpenAsync(_server, $"user_id=bob&room_id=lobby{rooms}", cursor);
        for (int i = 0; i < 600; i++)
            Assert.Equal(i, (int?)(await again.EventAsync("message"))["data"]);
    }

    [Fact]
    public async Task Stream_OfMoreIdsThanACursorHolds_IsAProblem()
    {
        string rooms = string.Join('&', Enumerable.Range(10, 30).Select(i => $"room_id={new string('r', 126)}{i}"));
        await using var client = await SseClient.OpenAsync(_server, rooms);

        Assert.Equal(HttpStatusCode.Conflict, client.Status);
        Assert.Equal("room_limit", (string?)JsonNode.Parse(await client.TextAsync())!["code"]);
    }

    [Fact]
    public async Task Stream_OfAnUnknownRoomAlone_IsAProblem()
    {
        await using var strict = await StreamingServer.StartAsync(options => options.AutoCreateRooms = false);
        await using var client = await SseClient.OpenAsync(strict, "room_id=nowhere");

        Assert.Equal(HttpStatusCode.NotFound, client.Status);
        Assert.Equal("room_not_found", (string?)JsonNode.Parse(await client.TextAsync())!["code"]);
    }

    [Fact]
    public async Task Streams_AreHeldToTheRateOfJoins_PerRoom()
    {
        // An allowance of 5 requests: a stream of more rooms takes all of it, and is not refused for ever.
        await using var slow = await StreamingServer.StartAsync(options => options.RateLimit.BurstSize = 1);
        string rooms = string.Join('&', Enumerable.Range(0, 7).Select(i => $"room_id=r{i}"));
        await using (var first = await SseClient.OpenAsync(slow, $"{rooms}&user_id=bob"))
            Assert.Equal(HttpStatusCode.OK, first.Status);

        await using var second = await SseClient.OpenAsync(slow, "room_id=r0&user_id=bob");
        await using var other = await SseClient.OpenAsync(slow, "room_id=r0&user_id=eve");

        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Assert.Equal("rate_limited", (string?)JsonNode.Parse(await second.TextAsync())!["code"]);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task Streams_CountAmongTheUsersConnections()
    {
        await using var small = await StreamingServer.StartAsync(options => options.Limits.MaxConnectionsPerUser = 1);
        await using var socket = await small.ConnectAsync("bob");
        await using var stream = await SseClient.OpenAsync(small, "room_id=a&user_id=bob");

        Assert.Equal(HttpStatusCode.TooManyRequests, stream.Status);
        Assert.Equal("connection_limit", (string?)JsonNode.Parse(await stream.TextAsync())!["code"]);
    }
}
