namespace Streaming.Transport.WebSockets;

/// <summary>The raw bytes of a connection, after its HTTP request has become a WebSocket.</summary>
/// <param name="Stream">Reads and writes bytes of frames. Whoever accepted it disposes it.</param>
/// <param name="Abort">Resets the connection, so that a read or write under way ends; from any thread, any number of times.</param>
internal sealed record UpgradedTransport(Stream Stream, Action Abort);
