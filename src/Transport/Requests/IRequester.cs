using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Requests;

/// <summary>The connection that a request came by, as its handler sees it.</summary>
internal interface IRequester
{
    ClientSession Session { get; }

    Principal Principal { get; }

    /// <summary>Puts a frame into the connection's outbox. Does nothing if the connection is closing.</summary>
    void Send(ReadOnlyMemory<byte> frame);

    /// <summary>Waits until an answer as large as a page of history fits into the outbox.</summary>
    ValueTask WaitForRoomAsync();
}
