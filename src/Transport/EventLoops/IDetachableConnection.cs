namespace Streaming.Transport.EventLoops;

/// <summary>A connection of the web server whose socket can be taken from it: it serves the request to its end, and no more.</summary>
internal interface IDetachableConnection
{
    /// <summary>False: something lies between the socket and the server, such as TLS.</summary>
    bool CanDetach { get; }

    /// <summary>
    /// From now on the server finds the end of the stream behind what it has read already, and the socket is the caller's.
    /// Neither a read nor a write of the server may be under way.
    /// </summary>
    LoopSocket Detach();
}
