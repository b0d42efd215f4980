using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>What outlives a connection, so that the next one, on any node, can go on.</summary>
/// <param name="Token">Presented to resume; works once.</param>
/// <param name="Node">Where it is, or was last, connected: the node to tell when it goes on elsewhere.</param>
/// <param name="Role">Guest for a guest's session, which no authenticated user can take over, nor the other way round.</param>
public sealed record SessionRecord(
    SessionId Session, string Token, NodeId Node, UserId User, Role Role, ImmutableArray<SessionRoom> Rooms)
{
    /// <summary>When the connection came that it was saved for last: one from before its user was sent away is good for nothing.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    public ImmutableArray<SessionChannel> Channels { get; init; } = [];

    /// <summary>Users whom the session watches, by name.</summary>
    public ImmutableArray<UserId> Watched { get; init; } = [];

    /// <summary>What the user chose that others see; null for nothing.</summary>
    public UserStatus? Chosen { get; init; }

    /// <summary>What the connection was from.</summary>
    public Devices Device { get; init; }

    /// <summary>When the user did something last, as far as it had been looked at; who comes back by itself is as idle as before.</summary>
    public DateTimeOffset ActiveAt { get; init; }
}

/// <summary>A room that the session listens to. <paramref name="Echo"/>: it wants its own messages too.</summary>
public readonly record struct SessionRoom(RoomId Room, bool Echo);

/// <summary>A channel that the session listens to, or a pattern of channels.</summary>
/// <param name="Filter">As the client wrote it; empty for none.</param>
/// <param name="Echo">It wants its own messages too.</param>
public readonly record struct SessionChannel(NamePattern Name, ReadOnlyMemory<byte> Filter, bool Echo);
