using System.IO.Pipelines;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// The raw bytes of a connection, after its HTTP request has become a WebSocket. Read by one loop, written to by one
/// outbox. Whoever accepted the WebSocket disposes it, after both have ended.
/// </summary>
internal interface IFrameTransport : IOutboxTarget, IAsyncDisposable
{
    /// <summary>
    /// True: the transport has been taken from the web server. It lives on when the HTTP request has ended, which should
    /// end soon, for until then all that the server keeps for it takes memory.
    /// </summary>
    bool OutlivesRequest { get; }

    /// <summary>Whether both sides may compress their messages (RFC 7692), as was agreed on in the handshake.</summary>
    bool IsDeflated { get; }

    /// <summary>
    /// Bytes that have not been consumed yet, as soon as some are there that have not been examined yet, or the peer has
    /// ended its side. One read at a time, each followed by <see cref="AdvanceTo"/>. Throws when the connection broke.
    /// </summary>
    ValueTask<ReadResult> ReadAsync();

    /// <summary>Gives the bytes of the last read back, up to <paramref name="consumed"/>; all of it has been examined.</summary>
    void AdvanceTo(SequencePosition consumed, SequencePosition examined);

    /// <summary>Nothing is read any more. Called once no read is under way.</summary>
    ValueTask EndReadingAsync();

    /// <summary>Resets the connection, so that a read or write under way ends; from any thread, any number of times.</summary>
    void Abort();
}
