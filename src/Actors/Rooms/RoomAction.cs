namespace Streaming.Actors.Rooms;

/// <summary>What is done to a room as a whole.</summary>
public enum RoomAction
{
    /// <summary>Nothing is written any more, and nobody comes in; all can be read.</summary>
    Archive,
    Restore,

    /// <summary>Nobody below moderator writes, and nobody comes in.</summary>
    Lock,
    Unlock,

    /// <summary>Gone, with all that was in it.</summary>
    Delete,
}
