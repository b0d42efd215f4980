using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Connections;

internal sealed partial class ConnectionDrain
{
    [LoggerMessage(LogLevel.Information, "Sending clients away, open connections: {Connections}")]
    private static partial void SendingAway(ILogger logger, int connections);

    [LoggerMessage(LogLevel.Warning, "Not closed in time, connections: {Connections}")]
    private static partial void CutOff(ILogger logger, int connections);
}
