using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.Webhooks;
using Xunit;

namespace Streaming.Transport.Tests.Hooks;

/// <summary>Hooks of an embedding application, and webhooks, on the whole server over real sockets.</summary>
public sealed class RoomHooksTests
{
    [Fact]
    public async Task Joining_Refused_TheCodeAndTheWordsReachTheClient_AndNothingHappens()
    {
        var heard = new Heard();
        await using var server = await StartAsync<Recording>(heard);
        await using var ada = await server.ConnectAsync("ada");
        var answer = await ada.JoinAsync("staff");

        Assert.Equal(("room_full", "ada is not let into staff"), ((string?)answer["error"]!["code"], (string?)answer["error"]!["message"]));
        Assert.Equal("room_not_found", (string?)(await ada.SayAsync("staff", "hello"))["error"]!["code"]);
        await ada.JoinAsync("lobby");
        Assert.Equal(["joining ada staff", "joining ada lobby", "joined ada lobby by ada"], await heard.NextAsync(3));
    }

    [Fact]
    public async Task Joining_ByServerSentEvents_IsAskedToo()
    {
        await using var server = await StartAsync<Recording>(new Heard());
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(server.Http, "/sse?room_id=staff&user_id=ada"));

        Assert.Equal("room_full", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]);
    }

    [Fact]
    public async Task Joining_ByServerSentEvents_RefusesTheOneRoom_AndNotTheStream()
    {
        await using var server = await StartAsync<Recording>(new Heard());
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await using var bob = await SseClient.OpenAsync(server, "user_id=bob&room_id=staff&room_id=lobby");
        var rooms = (await bob.EventAsync("welcome"))["data"]!["rooms"]!;
        await ada.SayAsync("lobby", "hello");

        Assert.Equal("room_full", (string?)rooms["staff"]!["error"]!["code"]);
        Assert.Equal("hello", (string?)(await bob.EventAsync("message"))["data"]);
    }

    [Fact]
    public async Task Others_AreToldInTheOrderOfTheRoom()
    {
        var heard = new Heard();
        await using var server = await StartAsync<Recording>(heard);
        await using var ada = await server.ConnectAsync("ada");
        await using var bob = await server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        await bob.SayAsync("lobby", "hello");
        await bob.AskAsync(new JsonObject { ["type"] = "leave", ["room_id"] = "lobby", ["data"] = new JsonObject { ["membership"] = true } });

        var told = (await heard.NextAsync(7)).ToList();
        Assert.Equal(["joining ada lobby", "joining bob lobby", "leaving bob lobby"], told.Where(static line => line.Contains("ing ", StringComparison.Ordinal)));
        Assert.Equal(
            ["joined ada lobby by ada", "joined bob lobby by bob", "\"hello\" bob lobby", "left bob lobby by bob"],
            told.Where(static line => !line.Contains("ing ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hook_ThatThrows_StopsNoRoom_AndIsLogged()
    {
        await using var server = await StreamingServer.StartAsync(static options => options.AddRoomHooks<Failing>());
        await using var ada = await server.ConnectAsync("ada");
        var refused = await ada.JoinAsync("no-entry");
        Assert.Equal(("unavailable", true), ((string?)refused["error"]!["code"], (bool?)refused["error"]!["retryable"]));
        await ada.JoinAsync("lobby");
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "one"))["type"]);
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "two"))["type"]);

        // The joining, the joined, and two messages.
        await Eventually.HoldsAsync(() => server.Errors.Count == 4);
        server.ExpectedErrors = 4;
    }

    [Fact]
    public async Task Hook_ThatIsSlow_HasItsTime_AndTheRoomDoesNotWait()
    {
        var heard = new Heard();
        await using var server = await StartAsync<Slow>(heard);
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        for (int i = 0; i < 3; i++)
            Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", i))["type"]);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal([$"{i}"], await heard.NextAsync(1));

            // Its time is over, and the next one has its turn.
            server.Clock.Advance(TimeSpan.FromSeconds(6));
        }
    }

    [Fact]
    public async Task Webhook_IsToldOfWhatHappens_InItsOrder()
    {
        await using var receiver = await HttpReceiver.StartAsync();
        await using var server = await StreamingServer.StartAsync(options =>
        {
            options.Webhooks.Add(new WebhookOptions
            {
                Name = "billing",
                Url = receiver.Url.ToString(),
                Secret = "a secret of 24 characters",
                Events = [WebhookEvents.MemberJoined, WebhookEvents.Message],
                Rooms = ["lobby*"],
            });
        });
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby-1");
        await ada.JoinAsync("attic");
        await ada.SayAsync("attic", "unheard");
        await ada.SayAsync("lobby-1", "hello");

        // The clock stands still: nothing can come twice.
        HttpReceiver.Post joined = await receiver.NextAsync(), said = await receiver.NextAsync();
        Assert.Equal(("member.joined", "message"), (joined.Type, said.Type));
        Assert.Equal(("lobby-1", "lobby-1"), ((string?)joined.Json["room_id"], (string?)said.Json["room_id"]));
        var data = said.Json["data"]!;
        Assert.Equal(("ada", "hello", (string?)said.Json["id"]), ((string?)data["user_id"], (string?)data["data"], (string?)data["id"]));
        Assert.Equal((string?)said.Json["id"], said.Headers["webhook-id"]);
    }

    private static Task<StreamingServer> StartAsync<T>(Heard heard)
        where T : class, IRoomHooks =>
        StreamingServer.StartAsync(static options => options.AddRoomHooks<T>(), services => services.AddSingleton(heard));

    /// <summary>What hooks have heard.</summary>
    public sealed class Heard
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ValueTask Note(string line)
        {
            _lines.Writer.TryWrite(line);
            return ValueTask.CompletedTask;
        }

        public async Task<IReadOnlyList<string>> NextAsync(int count)
        {
            using var deadline = new CancellationTokenSource(Eventually.Patience);
            var lines = new List<string>();
            while (lines.Count < count)
                lines.Add(await _lines.Reader.ReadAsync(deadline.Token));
            return lines;
        }
    }

    public sealed class Recording(Heard heard) : IRoomHooks
    {
        private static readonly RoomId Staff = new("staff");

        public async ValueTask<JoinVerdict> JoiningAsync(RoomJoining joining, CancellationToken cancellation)
        {
            string room = DirectRoom.IsDirect(joining.Room) ? "direct" : joining.Room.Value;
            await heard.Note($"joining {joining.User} {room}" + (joining.AddedBy is { } by ? $" by {by}" : ""));
            string refusal = $"{joining.User} is not let into {joining.Room}";
            if (joining.User.Value.EndsWith("never", StringComparison.Ordinal))
                return JoinVerdict.Refuse(ErrorCode.Forbidden, refusal);
            return joining.Room == Staff ? JoinVerdict.Refuse(ErrorCode.RoomFull, refusal) : JoinVerdict.Allow;
        }

        public ValueTask JoinedAsync(MemberChange joined, CancellationToken cancellation) => heard.Note($"joined {joined.User} {joined.Room} by {joined.By}");

        public ValueTask LeavingAsync(RoomLeaving leaving, CancellationToken cancellation) => heard.Note($"leaving {leaving.User} {leaving.Room}");

        public ValueTask LeftAsync(MemberChange left, CancellationToken cancellation) => heard.Note($"left {left.User} {left.Room} by {left.By}");

        public ValueTask MessageAcceptedAsync(AcceptedMessage message, CancellationToken cancellation) =>
            heard.Note($"{System.Text.Encoding.UTF8.GetString(message.Body.Data.Span)} {message.User} {message.Room}");
    }

    public sealed class Failing : IRoomHooks
    {
        public ValueTask<JoinVerdict> JoiningAsync(RoomJoining joining, CancellationToken cancellation) =>
            joining.Room.Value == "no-entry" ? throw new InvalidOperationException("a bug") : ValueTask.FromResult(JoinVerdict.Allow);

        public ValueTask JoinedAsync(MemberChange joined, CancellationToken cancellation) => throw new InvalidOperationException("a bug");

        public ValueTask MessageAcceptedAsync(AcceptedMessage message, CancellationToken cancellation) =>
            ValueTask.FromException(new InvalidOperationException("a bug"));
    }

    public sealed class Slow(Heard heard) : IRoomHooks
    {
        // Does not look at its token.
        public async ValueTask MessageAcceptedAsync(AcceptedMessage message, CancellationToken cancellation)
        {
            await heard.Note(System.Text.Encoding.UTF8.GetString(message.Body.Data.Span));
            await new TaskCompletionSource().Task;
        }
    }
}
