using StackExchange.Redis;
using Streaming.Redis.Connections;

namespace Streaming.Node.Coordination;

/// <summary>Warns at the start of a Redis that will lose what it is given.</summary>
internal sealed partial class RedisAdvisor(IConnectionMultiplexer redis, ILogger<RedisAdvisor> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string advice in await RedisAdvice.OfAsync(redis))
            Advise(logger, advice);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Advice}")]
    private static partial void Advise(ILogger logger, string advice);
}
