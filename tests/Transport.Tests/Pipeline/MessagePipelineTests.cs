using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Pipeline;

/// <summary>Which stages a message passes, in which order, and who stops it.</summary>
public sealed class MessagePipelineTests : IMessageDestination
{
    private static readonly UserId Ada = new("ada");

    private readonly List<ClientMessage> _routed = [];
    private readonly StreamingOptions _options = StreamingOptions.ForDevelopment();
    private readonly Witness _witness = new();
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task EveryStage_SeesAGoodMessageOnce_InOrder()
    {
        Watch();

        Assert.IsType<StageResult.Passed>(await RunAsync("""{"type":"message","room_id":"lobby","data":1}"""));
        Assert.Equal("size parse throttle authorize filter validate route", _witness.Seen);
        Assert.Single(_routed);
    }

    [Theory]
    [InlineData("hello", ErrorCode.InvalidMessage, "size parse")]
    [InlineData("""{"type":"message","event":"edited","channel_id":"c","data":1}""", ErrorCode.FeatureDisabled, "size parse throttle authorize")]
    [InlineData("""{"type":"join","room_id":"other"}""", ErrorCode.Forbidden, "size parse throttle authorize")]
    public async Task ARefusedMessage_IsSeenByNoLaterStage(string text, ErrorCode code, string seen)
    {
        Watch();
        var principal = new Principal { UserId = Ada, Kind = PrincipalKind.User, Rooms = [Pattern("lobby")] };

        Assert.Equal(code, Refusal(await RunAsync(text, principal)).Code);
        Assert.Equal(seen, _witness.Seen);
        Assert.Empty(_routed);
    }

    [Fact]
    public async Task AMessageOverTheLimit_IsNotParsed_ButTellsItsId()
    {
        Watch();
        _options.Limits.MaxMessageSize = 256;
        var context = Context($$"""{"data":"{{new string('x', 300)}}","type":"message","room_id":"lobby","id":"r-1"}""");

        Assert.Equal(ErrorCode.MessageTooLarge, Refusal(await RunAsync(context)).Code);
        Assert.Equal(new RequestId("r-1"), context.Id);
        Assert.Equal(new RoomId("lobby"), context.Room);
        Assert.Equal("size", _witness.Seen);
    }

    [Theory]
    [InlineData(nameof(StreamingOptions.RateLimitEnabled))]
    [InlineData(nameof(StreamingOptions.EnableFilters))]
    [InlineData(nameof(StreamingOptions.ValidationEnabled))]
    public async Task AStage_CanBeSwitchedOff(string option)
    {
        typeof(StreamingOptions).GetProperty(option)!.SetValue(_options, false);

        Assert.IsType<StageResult.Passed>(await RunAsync("""{"type":"message","room_id":"lobby","data":1}"""));
        Assert.Equal(6, _options.Pipeline.BuildStages(Services(), _options).Count);
    }

    [Fact]
    public void AMessageThatNoStageHoldsUp_IsDoneAtOnce() =>
        Assert.True(RunAsync("""{"type":"message","room_id":"lobby","data":1}""").IsCompletedSuccessfully);

    [Fact]
    public async Task TheRate_IsTheUsers_NotTheConnections_AndMessagesAndRequestsHaveTheirOwn()
    {
        var pipeline = Services().GetRequiredService<MessagePipeline>();
        const string Message = """{"type":"message","room_id":"lobby","data":1}""";
        for (int i = 0; i < _options.RateLimit.BurstSize; i++)
            Assert.IsType<StageResult.Passed>(await pipeline.RunAsync(Context(Message, connection: $"c-{i}"), default));

        var refused = Refusal(await pipeline.RunAsync(Context(Message, connection: "another"), default));

        Assert.Equal((ErrorCode.RateLimited, TimeSpan.FromMilliseconds(100)), (refused.Code, refused.RetryAfter));
        Assert.IsType<StageResult.Passed>(await pipeline.RunAsync(Context("""{"type":"ping"}"""), default));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.IsType<StageResult.Passed>(await pipeline.RunAsync(Context(Message), default));
    }

    [Fact]
    public async Task TheRate_DoesNotHoldForAnExemptPrincipal()
    {
        var pipeline = Services().GetRequiredService<MessagePipeline>();
        var principal = new Principal { UserId = Ada, Kind = PrincipalKind.Service, IsExemptFromLimits = true };
        for (int i = 0; i < 500; i++)
            Assert.IsType<StageResult.Passed>(await pipeline.RunAsync(Context("""{"type":"message","room_id":"r","data":1}""", principal), default));
    }

    [Fact]
    public async Task WhatIsNoMessage_CostsTheAllowanceOfRequests()
    {
        var pipeline = Services().GetRequiredService<MessagePipeline>();
        var codes = new List<ErrorCode>();
        for (int i = 0; i < 101; i++)
            codes.Add(Refusal(await pipeline.RunAsync(Context("hello"), default)).Code);

        Assert.Equal(100, codes.Count(code => code == ErrorCode.InvalidMessage));
        Assert.Equal(ErrorCode.RateLimited, codes[^1]);
    }

    public ValueTask AcceptAsync(ClientMessage message)
    {
        _routed.Add(message);
        return ValueTask.CompletedTask;
    }

    private Task<StageResult> RunAsync(string text, Principal? principal = null) => RunAsync(Context(text, principal));

    private async Task<StageResult> RunAsync(MessageContext context) =>
        await Services().GetRequiredService<MessagePipeline>().RunAsync(context, default);

    private MessageContext Context(string text, Principal? principal = null, string connection = "c") => new(
        principal ?? new Principal { UserId = Ada, Kind = PrincipalKind.Guest }, Ada, new ConnectionId(connection),
        Encoding.UTF8.GetBytes(text), isText: true, this);

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton(_witness)
        .AddStreaming(_options)
        .BuildServiceProvider();

    // A witness before each stage, who notes that the message came by.
    private void Watch() => _options
        .AddStage<Witness.At<Witness.Size>>(PipelineStage.Size)
        .AddStage<Witness.At<Witness.Parse>>(PipelineStage.Parse)
        .AddStage<Witness.At<Witness.Throttle>>(PipelineStage.Throttle)
        .AddStage<Witness.At<Witness.Authorize>>(PipelineStage.Authorize)
        .AddStage<Witness.At<Witness.Filter>>(PipelineStage.Filter)
        .AddStage<Witness.At<Witness.Validate>>(PipelineStage.Validate)
        .AddStage<Witness.At<Witness.Route>>();

    private static RequestError Refusal(StageResult result) => Assert.IsType<StageResult.Refused>(result).Error;

    private static NamePattern Pattern(string text)
    {
        Assert.True(NamePattern.TryParse(text, out var pattern));
        return pattern;
    }
}
