using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Protocol;

/// <summary>The first message of every connection (docs/protocol.md, section 4).</summary>
internal sealed record Welcome
{
    /// <summary>The version of the protocol that this server speaks.</summary>
    public const int ProtocolVersion = 1;

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
