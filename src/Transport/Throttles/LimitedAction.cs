namespace Streaming.Transport.Throttles;

/// <summary>What a limit of its own can be set for. A closed set; their names are in <see cref="LimitedActions"/>.</summary>
public enum LimitedAction
{
    /// <summary>Anything else, well-formed or not: it costs this node work.</summary>
    Other,

    MessageSend,
    RoomJoin,
    RoomLeave,
    ChannelSubscribe,
    PresenceUpdate,
    PresenceWatch,
    Typing,
    History,
    Read,
    Moderate,
    Signal,
    Manage,
}
