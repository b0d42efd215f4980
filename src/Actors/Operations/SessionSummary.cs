using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Operations;

/// <summary>A connected session as operators see it: without the token that resumes it.</summary>
/// <param name="Role">What a newcomer by this session becomes in a room: guest for guests.</param>
/// <param name="Resumed">It goes on with an earlier connection's.</param>
/// <param name="OpenedAt">When this connection came.</param>
/// <param name="Rooms">What it listens to, by name.</param>
public sealed record SessionSummary(
    SessionId Session,
    ConnectionId Connection,
    UserId User,
    NodeId Node,
    Role Role,
    bool Resumed,
    DateTimeOffset OpenedAt,
    ImmutableArray<RoomId> Rooms);
