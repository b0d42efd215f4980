using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Hosting;

internal sealed partial class ActorsService
{
    [LoggerMessage(LogLevel.Warning, "The other nodes could not be told that this one leaves; they notice within {Lease}")]
    private static partial void LeftWithoutAWord(ILogger logger, TimeSpan lease, Exception exception);
}
