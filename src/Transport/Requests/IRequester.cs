using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;

namespace Streaming.Transport.Requests;

/// <summary>The connection that a request came by, as its handler sees it.</summary>
internal interface IRequester
{
    ClientSession Session { get; }

    Principal Principal { get; }

    /// <summary>What the client's address is counted under; null where there is none.</summary>
    string? Address { get; }

    /// <summary>The same user goes on with these credentials.</summary>
    void Bear(Principal next);

    /// <summary>
    /// Stops listening to what the credentials of now do not reach, and says so to the client. Who is a member of a room stays one.
    /// </summary>
    Task GiveUpUnreachableAsync();

    /// <summary>Begins to close the connection. Returns at once.</summary>
    void Close(CloseReason reason);

    /// <summary>Puts a frame into the connection's outbox. Does nothing if the connection is closing.</summary>
    void Send(ReadOnlyMemory<byte> frame);

    /// <summary>Waits until an answer as large as a page of history fits into the outbox.</summary>
    ValueTask WaitForRoomAsync();
}
