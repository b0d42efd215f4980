namespace Streaming.Transport.Protocol;

/// <summary>What refines a message's type. A closed set; which ones a type takes is in <see cref="ClientMessageShape"/>.</summary>
public enum ClientEvent
{
    /// <summary>The field was absent.</summary>
    None,

    Start,
    Stop,
    Get,
    Watch,
    Unwatch,
    Edited,
    Deleted,
    ReactionAdded,
    ReactionRemoved,
    Pinned,
    Unpinned,
    Ban,
    Unban,
    Mute,
    Unmute,
    Kick,
    Role,
    Warn,
    Permissions,
    Add,

    /// <summary>None of these: fine where the type takes no event, for a field that means nothing is ignored.</summary>
    Other,
}
