namespace Streaming.Transport.Authentication;

/// <summary>What somebody wants to enter by: not all credentials are good everywhere.</summary>
public enum Doorway
{
    /// <summary>A single request, to REST or to operate the cluster.</summary>
    Rest,

    /// <summary><c>/ws</c>.</summary>
    WebSocket,

    /// <summary><c>/sse</c>.</summary>
    Events,
}
