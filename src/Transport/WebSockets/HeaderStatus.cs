namespace Streaming.Transport.WebSockets;

internal enum HeaderStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,
    Complete,
    Violation,
}
