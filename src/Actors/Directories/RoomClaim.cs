namespace Streaming.Actors.Directories;

/// <summary>Whether a user may come into one more room.</summary>
public enum RoomClaim
{
    /// <summary>They are in it already.</summary>
    IsMember,

    /// <summary>A place is kept for them.</summary>
    Granted,

    /// <summary>They are in as many as they may be.</summary>
    Full,
}
