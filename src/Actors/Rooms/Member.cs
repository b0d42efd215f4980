namespace Streaming.Actors.Rooms;

/// <summary>A user's membership of a room.</summary>
public sealed record Member(Role Role, DateTimeOffset JoinedAt);
