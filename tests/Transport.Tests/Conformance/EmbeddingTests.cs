using System.Text;
using System.Text.Json.Nodes;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What an application adds with <c>AddStreaming(o => …)</c>.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public async Task Filter_RewritesWhatEverybodySees()
    {
        await using var server = await StreamingServer.StartAsync(options => options.AddFilter<Shouting>());
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.SayAsync("lobby", "hello");

        Assert.Equal("HELLO", (string?)(await ada.EventAsync("message", "lobby"))["data"]);
    }

    [Fact]
    public async Task Filters_RunInOrder_EachOnWhatTheOneBeforeMade()
    {
        await using var server = await StreamingServer.StartAsync(options =>
            options.AddFilter<Shouting>().AddFilter<NoShouting>());
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        var answer = await ada.SayAsync("lobby", "hello");

        Assert.Equal("content_rejected", (string?)answer["error"]!["code"]);
        Assert.Equal("no_shouting", (string?)answer["error"]!["reason"]);
        Assert.Equal("do not shout", (string?)answer["error"]!["message"]);
        Assert.False((bool?)answer["error"]!["retryable"]);
    }

    [Fact]
    public async Task Validator_SeesWhatFiltersMade_AndRefusesWithACode()
    {
        await using var server = await StreamingServer.StartAsync(options =>
            options.AddValidator<OnlyLoud>().AddFilter<Shouting>());
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "hello"))["type"]);
        Assert.Equal("NOT_LOUD", (string?)(await ada.SayAsync("lobby", "123"))["error"]!["reason"]);
    }

    [Fact]
    public async Task FiltersAndValidators_AreLeftOutWhereTheyAreSwitchedOff()
    {
        await using var server = await StreamingServer.StartAsync(options =>
        {
            options.EnableFilters = false;
            options.ValidationEnabled = false;
            options.AddFilter<NoShouting>().AddValidator<OnlyLoud>();
        });
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "Hello"))["type"]);
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "SHOUT"))["type"]);
    }

    [Fact]
    public async Task Stage_MayRefuseAnyMessage()
    {
        await using var server = await StreamingServer.StartAsync(options => options.AddStage<NoPings>());
        await using var ada = await server.ConnectAsync("ada");
        var answer = await ada.AskAsync(new JsonObject { ["type"] = "ping" });

        Assert.Equal("slow_mode", (string?)answer["error"]!["code"]);
        Assert.Equal(1_500, (int?)answer["error"]!["retry_after_ms"]);
        Assert.Equal("ack", (string?)(await ada.JoinAsync("lobby"))["type"]);
    }

    [Fact]
    public async Task Stage_ThatThrows_IsAnsweredWithATrace_AndTheConnectionLives()
    {
        await using var server = await StreamingServer.StartAsync(options => options.AddStage<Broken>(PipelineStage.Filter));
        server.ExpectedErrors = 1;
        await using var ada = await server.ConnectAsync("ada");
        var answer = await ada.AskAsync(new JsonObject { ["type"] = "typing", ["event"] = "start", ["room_id"] = "secret-room" });
        string trace = (string)answer["error"]!["trace_id"]!;

        Assert.Equal("internal", (string?)answer["error"]!["code"]);
        Assert.True((bool?)answer["error"]!["retryable"]);
        Assert.Contains(trace, Assert.Single(server.Errors), StringComparison.Ordinal);
        await ada.AskAsync(new JsonObject { ["type"] = "ping" });
    }

    [Fact]
    public async Task Filter_ThatMakesBrokenJson_HarmsNobody()
    {
        await using var server = await StreamingServer.StartAsync(options => options.AddFilter<Breaking>());
        server.ExpectedErrors = 1;
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        Assert.Equal("internal", (string?)(await ada.SayAsync("lobby", "hello"))["error"]!["code"]);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), message => (string?)message["type"] == "message");
    }

    private static string Text(MessageContent content) => Encoding.UTF8.GetString(content.Data.Span);

    public sealed class Shouting : IMessageFilter
    {
        public string Name => "shouting";

        public async ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation)
        {
            // As one that asks another service would.
            await Task.Yield();
            return FilterResult.Rewrite(Encoding.UTF8.GetBytes(Text(content).ToUpperInvariant()));
        }
    }

    public sealed class NoShouting : IMessageFilter
    {
        public string Name => "no_shouting";

        public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation) =>
            ValueTask.FromResult(Text(content).Any(char.IsLower) ? FilterResult.Keep : FilterResult.Reject("do not shout"));
    }

    public sealed class OnlyLoud : IMessageValidator
    {
        public string Name => "only_loud";

        public ValueTask<ContentProblem?> FindProblemAsync(MessageContent content, CancellationToken cancellation) =>
            ValueTask.FromResult(Text(content).Any(char.IsUpper) ? (ContentProblem?)null : new ContentProblem("NOT_LOUD", "speak up"));
    }

    public sealed class Breaking : IMessageFilter
    {
        public string Name => "breaking";

        public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation) =>
            ValueTask.FromResult(FilterResult.Rewrite("\"open"u8.ToArray()));
    }

    public sealed class NoPings : IPipelineStage
    {
        public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation) =>
            ValueTask.FromResult(context.Message.Type == ClientMessageType.Ping
                ? StageResult.Refuse(ErrorCode.SlowMode, "not so fast", TimeSpan.FromSeconds(1.5))
                : StageResult.Continue);
    }

    public sealed class Broken : IPipelineStage
    {
        public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation) =>
            context.Message.Type == ClientMessageType.Typing
                ? throw new InvalidOperationException("a bug")
                : ValueTask.FromResult(StageResult.Continue);
    }
}
