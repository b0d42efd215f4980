using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Channels over REST and in streams of server-sent events.</summary>
public sealed class ChannelRestTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private StreamingServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(options =>
        {
            options.RateLimitEnabled = false;
            options.Limits.MaxChannelsPerUser = 2;
            options.Channels =
            [
                Policy("log.*") with { IsPersistent = true, Publishers = ChannelPublishers.Anyone },
                Policy("tick.*") with { Publishers = ChannelPublishers.Anyone },
                Policy("team.*") with { IsPrivate = true },
            ];
        });
        _http.BaseAddress = _server.Http;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Post_ToAChannelWithALog_HasAPlace_AndARetryHasOneEffect()
    {
        using var first = await PostAsync("log.a", """{"data":1}""", key: "k-1");
        using var second = await PostAsync("log.a", """{"data":1}""", key: "k-1");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(2, (long?)(await JsonAsync(first))["seq"]);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_ToAChannelThatKeepsNothing_HasNone()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.AskAsync(new JsonObject { ["type"] = "subscribe", ["channel_id"] = "tick.a" });

        using var response = await PostAsync("tick.a", """{"data":"hi","metadata":{"k":1}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"timestamp":"2030-01-01T00:00:00.000Z"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("hi", (string?)(await bob.NextAsync())["data"]);
    }

    [Theory]
    [InlineData("nope", HttpStatusCode.NotFound, "channel_not_found")]
    [InlineData("team.a", HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("tick.*", HttpStatusCode.BadRequest, "invalid_message")]
    public async Task Post_ThatCannotBe_IsAProblem(string channel, HttpStatusCode status, string code)
    {
        using var response = await PostAsync(channel, """{"data":1}""");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (string?)(await JsonAsync(response))["code"]);
    }

    [Fact]
    public async Task List_NamesChannelsInUse_ByPages_AndWhatIsDeclared()
    {
        foreach (string channel in (string[])["log.b", "tick.a", "log.a"])
            (await PostAsync(channel, """{"data":1}""")).Dispose();

        var page = await ListAsync("limit=2");
        Assert.Equal(["log.a", "log.b"], Names(page));
        Assert.True((bool)page["has_more"]! && (bool)page["complete"]!);
        Assert.True((bool)page["channels"]![0]!["persistent"]!);
        Assert.Equal(["log.*", "tick.*"], page["declared"]!.AsArray().Select(one => (string)one!["pattern"]!));

        var rest = await ListAsync("limit=2&after=log.b");
        Assert.Equal(["tick.a"], Names(rest));
        Assert.False((bool)rest["has_more"]!);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("after=a%20b")]
    public async Task List_ThatCannotBe_IsAProblem(string query)
    {
        using var response = await _http.GetAsync($"/api/v1/channels?user_id=ada&{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Stream_HearsChannels_AndGoesOnFromItsCursor()
    {
        (await PostAsync("log.a", """{"data":"before"}""")).Dispose();
        string cursor;
        await using (var bob = await SseClient.OpenAsync(_server, "user_id=bob&channel_id=log.a&channel_id=tick.a"))
        {
            var welcome = await bob.EventAsync("welcome");
            Assert.Equal(2, (long)welcome["data"]!["channels"]!["log.a"]!["seq"]!);
            Assert.False((bool)welcome["data"]!["channels"]!["tick.a"]!["persistent"]!);
            (await PostAsync("tick.a", """{"data":"tick"}""")).Dispose();
            Assert.Equal("tick", (string?)(await bob.EventAsync("message"))["data"]);
            (await PostAsync("log.a", """{"data":"one"}""")).Dispose();
            Assert.Equal("one", (string?)(await bob.EventAsync("message"))["data"]);
            cursor = bob.Cursor;
        }

        (await PostAsync("log.a", """{"data":"two"}""")).Dispose();
        await using var again = await SseClient.OpenAsync(_server, "user_id=bob&channel_id=log.a", cursor);
        Assert.Equal("two", (string?)(await again.EventAsync("message"))["data"]);
    }

    [Fact]
    public async Task Message_PublishedWhenTheStreamBegins_IsHeard()
    {
        for (int round = 0; round < 100; round++)
        {
            // Each a user of its own: the server may come to know of the end of the one before late.
            await using var listener = await SseClient.OpenAsync(_server, $"user_id=u{round}&channel_id=tick.a");
            await listener.EventAsync("welcome");
            (await PostAsync("tick.a", $$"""{"data":{{round}}}""")).Dispose();
            Assert.Equal(round, (int)(await listener.EventAsync("message"))["data"]!);
        }
    }

    [Theory]
    [InlineData("channel_id=nope", HttpStatusCode.NotFound, "channel_not_found")]
    [InlineData("channel_id=team.a", HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("channel_id=tick.a&channel_id=tick.b&channel_id=tick.c", HttpStatusCode.Conflict, "subscription_limit")]
    public async Task Stream_ThatCannotBe_IsAProblem(string query, HttpStatusCode status, string code)
    {
        await using var client = await SseClient.OpenAsync(_server, $"user_id=bob&{query}");

        Assert.Equal(status, client.Status);
        Assert.Equal(code, (string?)JsonNode.Parse(await client.TextAsync())!["code"]);
    }

    private static ChannelPolicy Policy(string pattern)
    {
        Assert.True(NamePattern.TryParse(pattern, out var parsed));
        return new ChannelPolicy(parsed);
    }

    private static IEnumerable<string> Names(JsonNode page) => page["channels"]!.AsArray().Select(one => (string)one!["channel_id"]!);

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    private async Task<JsonNode> ListAsync(string query)
    {
        using var response = await _http.GetAsync($"/api/v1/channels?user_id=ada&{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    private async Task<HttpResponseMessage> PostAsync(string channel, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/channels/{channel}/messages?user_id=ada")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await _http.SendAsync(request);
    }
}
