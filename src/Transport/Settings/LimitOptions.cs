using System.Net;

namespace Streaming.Transport.Settings;

/// <summary>The block <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Connections of one user at a time, 0 to 10,000; 0 is no limit. One more is closed with 4010.</summary>
    public int MaxConnectionsPerUser { get; set; } = 5;

    /// <summary>
    /// Connections from one IP address at a time, 0 to 1,000,000; an IPv6 /64 is one. 0 is no limit, and says that addresses tell nobody apart:
    /// then nothing is counted by address.
    /// </summary>
    public int MaxConnectionsPerIp { get; set; } = 20;

    /// <summary>Connections of guests at a time, all together, 0 to 10,000,000; 0 is no limit.</summary>
    public int MaxGuests { get; set; } = 1_000;

    /// <summary>Connections to this node at a time, 0 to 10,000,000; 0 is no limit.</summary>
    public int MaxConnectionsPerNode { get; set; } = 10_000;

    /// <summary>
    /// Networks of proxies that are believed about who is behind them, by <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>. From
    /// anybody else both are ignored. Nobody by default.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; set; } = [];

    /// <summary>Rooms that one user may be a member of, 0 to 100,000; 0 is no limit.</summary>
    public int MaxRoomsPerUser { get; set; } = 50;

    /// <summary>Channels, patterns included, that one connection may listen to, 0 to 100,000; 0 is no limit.</summary>
    public int MaxChannelsPerUser { get; set; } = 100;

    /// <summary>Bytes of one frame, 256 to 1,048,576. A frame above four times this closes the connection with 1009.</summary>
    public int MaxMessageSize { get; set; } = 65_536;

    /// <summary>
    /// Bytes that may wait for one connection, 1,048,576 to 268,435,456, and at least four times <see cref="MaxMessageSize"/>.
    /// More closes it with 4008. Less would be too little for half of it waiting, a page of replay (128 KiB) and one of
    /// history (256 KiB) beside live events.
    /// </summary>
    public int MaxOutboundBytes { get; set; } = 1_048_576;

    /// <summary>Requests of one connection that may wait for their answers, 1 to 10,000. At the bound its socket is not read.</summary>
    public int MaxRequestsInFlight { get; set; } = 64;

    /// <summary>Time between WebSocket pings, 1 second to 1 hour.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time a ping may stay unanswered, 100 milliseconds to 10 minutes; then 4012.</summary>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time one write to a socket may take, 100 milliseconds to 10 minutes; then the connection is aborted.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time that a message may take from its first byte to its last, 1 second to 1 hour: whoever sends more slowly holds memory, and is closed with
    /// 4011. It is looked at with each beat of <see cref="PingInterval"/>.
    /// </summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that a client may take to send the head of a request, a handshake's too, 1 second to 5 minutes; then it is closed.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time without a request and without a subscription after which a connection is closed with 4011, up to 1 day; zero is never.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.Zero;
}
