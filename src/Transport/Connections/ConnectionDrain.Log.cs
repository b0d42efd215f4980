using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Connections;

internal sealed partial class ConnectionDrain
{
    [LoggerMessage(LogLevel.Information, "Sending {Connections} connections away")]
    private static partial void SendingAway(ILogger logger, int connections);

    [LoggerMessage(LogLevel.Warning, "{Connections} connections have not closed in time")]
    private static partial void CutOff(ILogger logger, int connections);
}
