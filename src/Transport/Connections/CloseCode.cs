namespace Streaming.Transport.Connections;

/// <summary>The codes a connection is closed with (docs/protocol.md, "Errors"); those from 4000 on are this server's own.</summary>
internal enum CloseCode : ushort
{
    /// <summary>The connection did what it was for.</summary>
    Normal = 1000,

    /// <summary>The node drains: reconnect at once, elsewhere.</summary>
    GoingAway = 1001,

    /// <summary>The peer broke RFC 6455's framing.</summary>
    ProtocolError = 1002,

    /// <summary>Too many malformed messages in a row.</summary>
    InvalidPayload = 1007,

    /// <summary>A message far above the size limit.</summary>
    TooLarge = 1009,

    /// <summary>A bug on this side.</summary>
    InternalError = 1011,

    /// <summary>No or bad credentials.</summary>
    Unauthorized = 4001,

    /// <summary>Kicked or banned.</summary>
    Expelled = 4003,

    /// <summary>More waited for this connection than is kept. Nothing is lost: it can resume.</summary>
    SlowConsumer = 4008,

    /// <summary>Another connection resumed this one's session.</summary>
    Replaced = 4009,

    /// <summary>One connection too many.</summary>
    ConnectionLimit = 4010,

    /// <summary>No request and no subscription for too long.</summary>
    IdleTimeout = 4011,

    /// <summary>The peer did not answer a ping.</summary>
    NoHeartbeat = 4012,
}
