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

/// <summary>A client's message through all the built-in stages, up to where it would be carried out.</summary>
public class PipelineBenchmarks
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        $$$"""{"id":"c1-1234","type":"message","room_id":"lobby","data":{"text":"{{{new string('x', 189)}}}"}}""");

    private static readonly Principal Ann = new() { UserId = new UserId("ann"), Kind = PrincipalKind.User };
    private static readonly Nowhere Destination = new();

    private ServiceProvider _services = null!;
    private MessagePipeline _pipeline = null!;

    [GlobalSetup]
    public void SetUp()
    {
        StreamingOptions options = StreamingOptions.ForDevelopment();
        options.RateLimit.MessagesPerSecond = options.RateLimit.BurstSize = 100_000_000;
        options.RateLimit.MessagesPerMinute = 2_000_000_000;
        _services = new ServiceCollection().AddLogging().AddStreaming(options).BuildServiceProvider();
        _pipeline = _services.GetRequiredService<MessagePipeline>();
    }

    [GlobalCleanup]
    public void CleanUp() => _services.Dispose();

    [Benchmark]
    public async Task<bool> AllStages()
    {
        var context = new MessageContext(Ann, Ann.UserId, new ConnectionId("c1"), Message, isText: true, Destination);
        return await _pipeline.RunAsync(context, CancellationToken.None) is StageResult.Refused refused
            ? throw new InvalidOperationException($"Refused: {refused}")
            : true;
    }

    private sealed class Nowhere : IMessageDestination
    {
        public ValueTask AcceptAsync(ClientMessage message) => ValueTask.CompletedTask;
    }
}
