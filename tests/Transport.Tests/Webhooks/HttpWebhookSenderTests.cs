using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Webhooks;
using Streaming.Contracts;
using Streaming.Support;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.Webhooks;
using Xunit;

namespace Streaming.Transport.Tests.Webhooks;

/// <summary>What a receiver gets, and what its answers mean.</summary>
public sealed class HttpWebhookSenderTests : IAsyncLifetime
{
    private const string Secret = "a secret of 24 characters";
    private static readonly RoomId Room = new("lobby");
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new();
    private HttpReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await HttpReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Post_IsTheEvent_SignedOverIdTimeAndBody()
    {
        Assert.Equal(WebhookAnswer.Delivered, await SendAsync(Options(), Message(7, "é")));

        var post = await _receiver.NextAsync();
        Assert.Equal(("/hooks/token", "application/json", "e1-7"), (post.Path, post.Headers["content-type"], post.Headers["webhook-id"]));
        string timestamp = post.Headers["webhook-timestamp"];
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds().ToString(), timestamp);
        Assert.Equal(Signature(Encoding.UTF8.GetBytes(Secret), $"e1-7.{timestamp}.", post.Body), post.Headers["webhook-signature"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"id":"e1-7","type":"message","room_id":"lobby","timestamp":"2030-01-01T12:00:00.123Z",
                 "data":{"id":"e1-7","type":"message","room_id":"lobby","user_id":"ann","data":"é","timestamp":"2030-01-01T12:00:00.123Z","seq":7}}
                """),
            post.Json), post.Text);
    }

    [Fact]
    public async Task Post_LaterOrOfAnotherBody_HasAnotherSignature()
    {
        await SendAsync(Options(), Message(7, "a"));
        await SendAsync(Options(), Message(7, "b"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(Options(), Message(7, "a"));

        Assert.Equal(3, _receiver.Posts.Select(static post => post.Headers["webhook-signature"]).Distinct().Count());
    }

    [Fact]
    public async Task Secret_InBase64_IsItsBytes_AndSeveralInAFileAllSign()
    {
        byte[] bytes = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
        using var folder = new TestFolder("webhooks");
        var options = Options();
        options.Secret = null;
        options.SecretFile = folder.Write("secrets", $"whsec_{Convert.ToBase64String(bytes)}\n{Secret}\n");
        await SendAsync(options, Message(7, "a"));

        var post = await _receiver.NextAsync();
        string signed = $"e1-7.{post.Headers["webhook-timestamp"]}.";
        Assert.Equal(
            $"{Signature(bytes, signed, post.Body)} {Signature(Encoding.UTF8.GetBytes(Secret), signed, post.Body)}", post.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Batch_IsAnArray_AlsoWithOneEvent()
    {
        var options = Options();
        options.BatchSize = 3;
        await SendAsync(options, Message(7, "a"), Message(8, "b"));
        await SendAsync(options, Message(9, "c"));

        Assert.Equal(["e1-7", "e1-8"], _receiver.Posts[0].Json.AsArray().Select(static e => (string?)e!["id"]));
        Assert.Equal("e1-9", (string?)Assert.Single(_receiver.Posts[1].Json.AsArray())!["id"]);
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(299, null)]
    [InlineData(302, "answered 302")]
    [InlineData(400, "answered 400")]
    [InlineData(410, "answered 410")]
    [InlineData(503, "answered 503")]
    public async Task Answer_IsGood_From200To299(int status, string? problem)
    {
        _receiver.Answer = (_, http) =>
        {
            http.Response.Headers.Location = "/elsewhere";
            return Task.FromResult(status);
        };

        Assert.Equal(problem, (await SendAsync(Options(), Message(7, "a"))).Problem);

        // A redirect was not followed.
        Assert.Equal("/hooks/token", Assert.Single(_receiver.Posts).Path);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", 60)]
    [InlineData("Mon, 31 Dec 2029 00:00:00 GMT", null)]
    [InlineData("soon", null)]
    public async Task Answer_ThatNamesATime_IsHeard(string retryAfter, int? seconds)
    {
        _receiver.Answer = (_, http) =>
        {
            http.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(StatusCodes.Status429TooManyRequests);
        };

        Assert.Equal(seconds, (await SendAsync(Options(), Message(7, "a"))).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswer_HasItsTime()
    {
        var hold = new TaskCompletionSource();
        _receiver.Answer = async (_, http) =>
        {
            await hold.Task;
            return StatusCodes.Status200OK;
        };
        Task<WebhookAnswer> answer = SendAsync(Options(), Message(7, "a"));
        await _receiver.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("did not answer within 10 s", (await answer).Problem);
        hold.SetResult();
    }

    [Fact]
    public async Task Receiver_ThatIsNotThere_IsAProblem_WithoutItsAddress()
    {
        await _receiver.DisposeAsync();

        Assert.Equal("could not be reached (ConnectionError)", (await SendAsync(Options(), Message(7, "a"))).Problem);
    }

    [Fact]
    public async Task Raised_IsToldWithHowManyArePresent()
    {
        await SendAsync(Options(), new WebhookEvent("raised-1", WebhookEvents.RoomOccupied, Room, Noon) { Present = 1 });

        Assert.Equal(
            """{"id":"raised-1","type":"room.occupied","room_id":"lobby","timestamp":"2030-01-01T12:00:00.123Z","data":{"present":1}}""",
            (await _receiver.NextAsync()).Text);
    }

    public static TheoryData<string, Action<WebhookOptions>> Wrong => new()
    {
        { "Name", static o => o.Name = null },
        { "Name", static o => o.Name = "a b" },
        { "Name", static o => o.Name = new string('n', 65) },
        { "Url", static o => o.Url = null },
        { "Url", static o => o.Url = "ftp://a.example/" },
        { "Url", static o => o.Url = "file:///etc/passwd" },
        { "Url", static o => o.Url = "http://user:secret@a.example/" },
        { "Url", static o => o.Url = "/hooks" },
        { "Events", static o => o.Events = [] },
        { "Rooms", static o => o.Rooms = ["a*b"] },
        { "Secret", static o => o.Secret = null },
        { "Secret", static o => o.Secret = "short" },
        { "Secret", static o => o.Secret = "whsec_not base64 at all, whatever its length" },
        { "Secret", static o => o.Secret = "whsec_c2hvcnQ=" },
        { "SecretFile", static o => o.SecretFile = "/nowhere/secret" },
        { "SecretFile", static o => (o.Secret, o.SecretFile) = (null, "/nowhere/secret") },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Options_ThatCannotBeUsed_AreNamed_AndNoSecretIsTold(string setting, Action<WebhookOptions> spoil)
    {
        var options = new StreamingOptions { Webhooks = { Options() } };
        spoil(options.Webhooks[0]);
        var problems = new List<SettingProblem>();

        Assert.Empty(WebhookReceivers.Load(options, problems));
        var problem = Assert.Single(problems);
        Assert.Equal($"Webhooks:0:{setting}", problem.Key);
        Assert.DoesNotContain("secret@", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("whatever", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OfTheSameName_AreRefused()
    {
        var problems = new List<SettingProblem>();
        WebhookReceivers.Load(new StreamingOptions { Webhooks = { Options(), Options() } }, problems);

        Assert.Equal("Webhooks:1:Name", Assert.Single(problems).Key);
    }

    [Theory]
    [InlineData("https://a.example/T0/B0/secret", "https://a.example/***")]
    [InlineData("http://a.example:8080", "http://a.example:8080/")]
    [InlineData("http://a.example/?key=1", "http://a.example/***")]
    public void Address_IsShownWithoutWhatFollowsTheHost(string address, string shown) => Assert.Equal(shown, WebhookAddress.Mask(address));

    private static string Signature(byte[] secret, string before, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes(before), .. body]));

    private static WebhookEvent Message(long seq, string text) => WebhookEvent.Of(
        Room,
        new Epoch("e1"),
        new MessagePublished
        {
            Seq = seq, Timestamp = Noon, By = new UserId("ann"), Request = new RequestId("r"), Body = new MessageBody(Encoding.UTF8.GetBytes($"\"{text}\"")),
        },
        WebhookEvents.All)!;

    private WebhookOptions Options() => new()
    {
        Name = "billing", Url = _receiver?.Url.ToString() ?? "http://a.example/", Secret = Secret, Events = [WebhookEvents.Message],
    };

    private async Task<WebhookAnswer> SendAsync(WebhookOptions options, params WebhookEvent[] events)
    {
        var problems = new List<SettingProblem>();
        ImmutableArray<WebhookReceiver> receivers = WebhookReceivers.Load(new StreamingOptions { Webhooks = { options } }, problems);
        Assert.Empty(problems);
        using var sender = new HttpWebhookSender(receivers, new JsonWriters(), _clock);
        return await sender.SendAsync(receivers[0].Webhook, events[0].Id, [.. events.Select(sender.Encode)], CancellationToken.None);
    }
}
