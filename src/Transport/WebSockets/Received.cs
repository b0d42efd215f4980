namespace Streaming.Transport.WebSockets;

/// <summary>What <see cref="MessageReader.Read"/> found.</summary>
internal enum Received
{
    /// <summary>Nothing whole yet: read more bytes.</summary>
    Nothing,
    Message,
    Ping,
    Pong,
    Close,

    /// <summary>A message beyond what is buffered; its frames can still be told apart.</summary>
    TooLarge,

    /// <summary>The framing is broken; what follows means nothing.</summary>
    Violation,
}
