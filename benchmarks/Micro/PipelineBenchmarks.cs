using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Transport;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;

namespace Streaming.Benchmarks.Micro;

/// <summary>
/// A chat message of 200 bytes through the pipeline with the settings of Production: reading it alone, all stages up to where it would
/// be carried out, and each stage by itself.
/// </summary>
public class PipelineBenchmarks
{
    private const int Length = 200;

    private static readonly byte[] Message = Encoding.UTF8.GetBytes(ChatMessage());
    private static readonly Principal Ann = new() { UserId = new UserId("ann"), Kind = PrincipalKind.User };
    private static readonly Nowhere Destination = new();

    private ServiceProvider _services = null!;
    private MessagePipeline _pipeline = null!;
    private Dictionary<string, IPipelineStage> _stages = null!;
    private MessageContext _read = null!;

    /// <summary>The stages that are on by default.</summary>
    public static IEnumerable<string> Stages => ["size", "parse", "throttle", "authorize", "filter", "validate", "route"];

    [GlobalSetup]
    public void SetUp()
    {
        var options = new StreamingOptions { Jwt = { Secret = new string('s', 32) } };
        // So many messages a second as this sends are refused; what it costs to be let pass is wanted.
        options.RateLimit.MessagesPerSecond = options.RateLimit.BurstSize = 100_000;
        options.RateLimit.MessagesPerMinute = 6_000_000;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider, HurriedTime>()
            .AddStreaming(options)
            .BuildServiceProvider();
        _pipeline = _services.GetRequiredService<MessagePipeline>();
        _stages = options.Pipeline.BuildStages(_services, options).ToDictionary(PipelineMeter.NameOf);
        _read = NewContext();
        _read.Read();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _read.Dispose();
        _services.Dispose();
    }

    /// <summary>The message itself: what it is read into.</summary>
    [Benchmark(Baseline = true)]
    public bool ReadAlone()
    {
        using var context = NewContext();
        return context.Read().Problem is null && _read is not null;
    }

    [Benchmark]
    public async Task<bool> AllStages()
    {
        using var context = NewContext();
        return Pass(await _pipeline.RunAsync(context, CancellationToken.None));
    }

    [Benchmark]
    [ArgumentsSource(nameof(Stages))]
    public async Task<bool> OneStage(string stage) => Pass(await _stages[stage].ProcessAsync(_read, CancellationToken.None));

    private static bool Pass(StageResult result) =>
        result is StageResult.Refused refused ? throw new InvalidOperationException($"Refused: {refused}") : true;

    private static MessageContext NewContext() =>
        new(Ann, Ann.UserId, new ConnectionId("c1"), Message, isText: true, Destination);

    private static string ChatMessage()
    {
        const string Start = "{\"id\":\"c1-1234\",\"type\":\"message\",\"room_id\":\"lobby\",\"data\":{\"text\":\"";
        const string Text = "Shall we meet at eight? I would bring the plans for the new house, and perhaps some wine. Tell @bob, too; he knows the way and has the car on Fridays.";
        const string End = "\"}}";
        return string.Concat(Start, Text.AsSpan(0, Length - Start.Length - End.Length), End);
    }

    private sealed class Nowhere : IMessageDestination
    {
        public ValueTask AcceptAsync(ClientMessage message) => ValueTask.CompletedTask;
    }

    // A benchmark sends more than any limit allows; with each look at the clock enough time has passed for the next message.
    private sealed class HurriedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += TimeSpan.TicksPerMillisecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());
    }
}
