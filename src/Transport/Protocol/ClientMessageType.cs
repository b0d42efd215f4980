namespace Streaming.Transport.Protocol;

/// <summary>What a client can send (docs/protocol.md, section 3). A closed set; anything else is no message.</summary>
public enum ClientMessageType
{
    Join,
    Leave,
    Message,
    Typing,
    Presence,
    Subscribe,
    Unsubscribe,
    History,
    Read,
    Moderate,
    Signal,
    Resume,
    Refresh,
    Ping,

    /// <summary>What rooms and back ends are asked over REST alone. Has no name: no message can be of this type.</summary>
    Manage,
}
