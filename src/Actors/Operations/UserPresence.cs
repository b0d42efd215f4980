using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Operations;

/// <summary>What is known of a user who is here, or lingers after the last connection broke off.</summary>
/// <param name="Status">What others see.</param>
/// <param name="Rooms">Where, by name.</param>
public sealed record UserPresence(UserStatus Status, ImmutableArray<RoomId> Rooms);
