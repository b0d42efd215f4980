namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>How far a connection has come.</summary>
internal enum ConnectionStep
{
    Connecting,
    Handshake,
    Opening,
    Joining,
    Ready,

    /// <summary>It was ready, and what comes is left where it is. That the server ends it is no fault.</summary>
    Unread,

    Closed,
}
