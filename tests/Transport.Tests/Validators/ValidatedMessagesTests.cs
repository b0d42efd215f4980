using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Validators;
using Streaming.Transport.Validators.Schemas;
using Xunit;

namespace Streaming.Transport.Tests.Validators;

/// <summary>That validators stand in the way of everything that is said: over WebSocket and REST, new or edited, in rooms and channels.</summary>
public sealed class ValidatedMessagesTests : IAsyncLifetime
{
    private const string Bad = "<script>alert(1)</script>";

    private StreamingServer _server = null!;
    private WsClient _ada = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
        _ada = await _server.ConnectAsync("ada");
        await _ada.JoinAsync("lobby");
    }

    public async Task DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Refused_IsWhatIsSaid_InRoomsAndChannels_NewOrEdited()
    {
        string id = (string)(await _ada.SayAsync("lobby", Said("hello")))["data"]!["message_id"]!;

        AssertRefused(await _ada.SayAsync("lobby", Said(Bad)));
        AssertRefused(await _ada.AskAsync(new JsonObject { ["type"] = "message", ["channel_id"] = "news", ["data"] = Said(Bad) }));
        AssertRefused(await _ada.AskAsync(new JsonObject
        {
            ["type"] = "message", ["event"] = "edited", ["room_id"] = "lobby", ["data"] = new JsonObject { ["message_id"] = id, ["data"] = Said(Bad) },
        }));
        AssertRefused(await _ada.AskAsync(new JsonObject
        {
            ["type"] = "message", ["room_id"] = "lobby", ["data"] = 1, ["metadata"] = new JsonObject { ["nick"] = Bad },
        }));

        // Nothing of it is in the log: the next message has the next seq.
        Assert.Equal(4, (long?)(await _ada.SayAsync("lobby", Said("still here")))["data"]!["seq"]);
    }

    [Theory]
    [InlineData("POST", "rooms/lobby/messages")]
    [InlineData("POST", "channels/news/messages")]
    [InlineData("PATCH", "rooms/lobby/messages/{id}")]
    public async Task Refused_OverRest_IsAProblemWithTheCode(string method, string path)
    {
        string id = (string)(await _ada.SayAsync("lobby", Said("hello")))["data"]!["message_id"]!;
        using var http = new HttpClient { BaseAddress = _server.Http };
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri($"/api/v1/{path.Replace("{id}", id, StringComparison.Ordinal)}?user_id=ada", UriKind.Relative))
        {
            Content = JsonContent.Create(new { data = new { text = Bad } }),
        };

        using var response = await http.SendAsync(request);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(("content_rejected", "SECURITY_SCRIPT_INJECTION"), ((string?)problem["code"], (string?)problem["reason"]));
        Assert.DoesNotContain("alert", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatMayPass_CostsNoMemory()
    {
        var settings = new LiveSettings(new StreamingOptions());
        IMessageValidator[] validators =
            [new ContentValidator(settings), new SecurityValidator(settings), new SchemaValidator(new Live<SchemaRules>(Schemas()))];
        string text = "It is 12:30 & <b>all</b> ❤\ufe0f is well: see https://example.com/a?b=c. " + new string('é', 60);
        byte[] message = Encoding.UTF8.GetBytes(
            $$$"""{"type":"message","room_id":"lobby","data":{"text":"{{{text}}}","n":[1,{"a":"\u0041"}]},"metadata":{"nick":"Ada: <3"}}""");

        Assert.Equal(Allocated([], message), Allocated(validators, message));
    }

    // Per message; what is allocated once, when code is compiled anew, is rounded away.
    private static long Allocated(IMessageValidator[] validators, byte[] message)
    {
        Look(validators, message, times: 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Look(validators, message, times: 1_000);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
    }

    private static void Look(IMessageValidator[] validators, byte[] message, int times)
    {
        for (int i = 0; i < times; i++)
        {
            var principal = new Principal { UserId = new UserId("ada"), Kind = PrincipalKind.User };
            using var context = new MessageContext(principal, principal.UserId, new ConnectionId("c"), message, isText: true, destination: null!);
            context.Read();
            var content = context.Content!.Value;
            _ = content.Text;
            foreach (var validator in validators)
            {
                var asked = validator.FindProblemAsync(content, default);
                if (!asked.IsCompletedSuccessfully || asked.Result is not null)
                    throw new InvalidOperationException(validator.Name);
            }
        }
    }

    private static SchemaRules Schemas()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""
            {"type":"object","required":["text"],"properties":{"text":{"type":"string","pattern":"well"},"n":{"items":{"anyOf":[{"type":"integer"},{"type":"object"}]}}}}
            """);
        return new SchemaRules([new SchemaRule([], [], null, SchemaCompiler.Compile(json.RootElement))]);
    }

    private static JsonObject Said(string text) => new() { ["text"] = text };

    private static void AssertRefused(JsonObject answer) => Assert.Equal(
        ("content_rejected", "SECURITY_SCRIPT_INJECTION"), ((string?)answer["error"]?["code"], (string?)answer["error"]?["reason"]));
}
