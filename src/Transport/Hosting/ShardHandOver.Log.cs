using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Hosting;

internal sealed partial class ShardHandOver
{
    [LoggerMessage(LogLevel.Information, "All shards were handed over in {Elapsed}")]
    private static partial void HandedOver(ILogger logger, TimeSpan elapsed);

    [LoggerMessage(LogLevel.Warning, "Not all shards were handed over in {Elapsed}; the others take them when this node leaves")]
    private static partial void NotHandedOver(ILogger logger, TimeSpan elapsed);
}
