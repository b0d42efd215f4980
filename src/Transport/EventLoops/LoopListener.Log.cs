using System.Net;
using Microsoft.Extensions.Logging;

namespace Streaming.Transport.EventLoops;

internal sealed partial class LoopListener
{
    [LoggerMessage(LogLevel.Error,
        "No connection can be accepted on {EndPoint}: {Problem}. Tried again every {Milliseconds} ms; raise the limit of open files (ulimit -n, LimitNOFILE)")]
    private static partial void AcceptFailed(ILogger logger, EndPoint endPoint, string problem, long milliseconds);

    [LoggerMessage(LogLevel.Information, "Connections are accepted on {EndPoint} again")]
    private static partial void AcceptsAgain(ILogger logger, EndPoint endPoint);
}
