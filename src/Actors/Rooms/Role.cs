namespace Streaming.Actors.Rooms;

/// <summary>What a member is in a room, from least to most.</summary>
public enum Role
{
    Guest,
    Member,
    Moderator,
    Admin,
    Owner,
}
