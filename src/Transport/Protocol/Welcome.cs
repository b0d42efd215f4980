using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Protocol;

/// <summary>The first message of every connection (docs/protocol.md, section 4).</summary>
internal sealed record Welcome
{
    /// <summary>The version of the protocol that this server speaks.</summary>
    public const int ProtocolVersion = 1;

    /// <summary>For a connection that begins.</summary>
    public static Welcome Of(ClientSession session, Principal principal, NodeId node, LimitOptions limits, DateTimeOffset now) => new()
    {
        Connection = session.Connection,
        Session = session.Id,
        ResumeToken = session.ResumeToken,
        User = session.User,
        Node = node,
        Heartbeat = limits.PingInterval,
        MaxMessageSize = limits.MaxMessageSize,
        Resumed = session.Resumed,
        Rooms = session.ResumedRooms,
        Channels = session.ResumedChannels,
        ExpiresAt = principal.ExpiresAt,
        ExpiresIn = principal.ExpiresAt - now,
    };

    public required ConnectionId Connection { get; init; }

    public required SessionId Session { get; init; }

    /// <summary>Good for going on with this session once; null where a transport resumes by other means.</summary>
    public required string? ResumeToken { get; init; }

    public required UserId User { get; init; }

    public required NodeId Node { get; init; }

    public required TimeSpan Heartbeat { get; init; }

    public required int MaxMessageSize { get; init; }

    public required bool Resumed { get; init; }

    /// <summary>Of a resumed session: the rooms that come back with the client's <c>resume</c>.</summary>
    public ImmutableArray<RoomId> Rooms { get; init; } = [];

    /// <summary>Of a resumed session: the channels and patterns that come back as well.</summary>
    public ImmutableArray<NamePattern> Channels { get; init; } = [];

    /// <summary>When the connection ends with its credentials, if they are not refreshed before; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The same as a time from now, for clients whose clocks are wrong.</summary>
    public TimeSpan? ExpiresIn { get; init; }
}
