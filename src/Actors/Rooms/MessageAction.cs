namespace Streaming.Actors.Rooms;

/// <summary>What is done to a message that is in the log.</summary>
public enum MessageAction
{
    Edit,
    Delete,
    AddReaction,
    RemoveReaction,
    Pin,
    Unpin,
}
