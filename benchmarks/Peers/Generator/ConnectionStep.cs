namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>How far a connection has come.</summary>
internal enum ConnectionStep
{
    Connecting,
    Handshake,
    Opening,
    Joining,
    Ready,
    Closed,
}
