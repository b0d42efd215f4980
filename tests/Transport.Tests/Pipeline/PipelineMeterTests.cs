using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Tests.Pipeline;

/// <summary>What is counted of messages that pass, and of those that a stage refuses.</summary>
public sealed class PipelineMeterTests
{
    private static readonly Principal Ann = new() { UserId = new UserId("ann"), Kind = PrincipalKind.User };

    [Theory]
    [InlineData("""{"type":"message","room_id":"lobby","data":"hello"}""", "streaming.pipeline.passed")]
    [InlineData("no message", "streaming.pipeline.refused stage=parse code=invalid_message")]
    [InlineData("""{"type":"typing","event":"start","room_id":"lobby"}""", "streaming.pipeline.refused stage=authorize code=feature_disabled")]
    [InlineData("""{"type":"message","room_id":"lobby","data":"@a1 @b2 @c3 @d4 @e5 @f6"}""",
        "streaming.pipeline.refused stage=filter code=content_rejected reason=FILTER_MENTIONS")]
    [InlineData("""{"type":"message","room_id":"lobby","data":"own"}""", "streaming.pipeline.refused stage=own_check code=forbidden")]
    public async Task Run_Message_IsCountedOnceUnderItsStage(string message, string expected)
    {
        var options = StreamingOptions.ForDevelopment();
        options.EnableTyping = false;
        options.AddStage<OwnCheckStage>();
        await using var services = new ServiceCollection().AddLogging().AddStreaming(options).BuildServiceProvider();
        List<string> counted = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PipelineMeter.Name && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            string text = instrument.Name;
            foreach (var (key, value) in tags)
                text += value is null ? "" : $" {key}={value}";
            counted.AddRange(Enumerable.Repeat(text, (int)count));
        });
        listener.Start();

        using var context = new MessageContext(
            Ann, Ann.UserId, new ConnectionId("c1"), System.Text.Encoding.UTF8.GetBytes(message), isText: true, new Nowhere());
        await services.GetRequiredService<MessagePipeline>().RunAsync(context, CancellationToken.None);

        Assert.Equal([expected], counted);
    }

    private sealed class OwnCheckStage : IPipelineStage
    {
        public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation) => ValueTask.FromResult(
            context.Message.Data.Span.SequenceEqual("\"own\""u8) ? StageResult.Refuse(ErrorCode.Forbidden, "not this") : StageResult.Continue);
    }

    private sealed class Nowhere : IMessageDestination
    {
        public ValueTask AcceptAsync(ClientMessage message) => ValueTask.CompletedTask;
    }
}
