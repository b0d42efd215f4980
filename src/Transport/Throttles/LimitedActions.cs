using Streaming.Transport.Protocol;

namespace Streaming.Transport.Throttles;

/// <summary>Which action a message is, and what actions are called in settings and metrics.</summary>
public static class LimitedActions
{
    private static readonly string[] Names =
    [
        "other", "message.send", "room.join", "room.leave", "channel.subscribe", "presence.update", "presence.watch", "typing", "history", "read",
        "moderate", "signal", "manage",
    ];

    /// <summary>All of them, and <see cref="LimitedAction.Other"/>.</summary>
    public static int Count => Names.Length;

    public static string NameOf(LimitedAction action) => Names[(int)action];

    internal static LimitedAction Of(ClientMessage message) => (message.Type, message.Event) switch
    {
        (ClientMessageType.Message, _) => LimitedAction.MessageSend,
        (ClientMessageType.Join, _) => LimitedAction.RoomJoin,
        (ClientMessageType.Leave, _) => LimitedAction.RoomLeave,
        (ClientMessageType.Subscribe, _) => LimitedAction.ChannelSubscribe,
        (ClientMessageType.Presence, ClientEvent.Get or ClientEvent.Watch or ClientEvent.Unwatch) => LimitedAction.PresenceWatch,
        (ClientMessageType.Presence, _) => LimitedAction.PresenceUpdate,
        (ClientMessageType.Typing, _) => LimitedAction.Typing,
        (ClientMessageType.History, _) => LimitedAction.History,
        (ClientMessageType.Read, _) => LimitedAction.Read,
        (ClientMessageType.Moderate, _) => LimitedAction.Moderate,
        (ClientMessageType.Signal, _) => LimitedAction.Signal,
        (ClientMessageType.Manage, _) => LimitedAction.Manage,
        _ => LimitedAction.Other,
    };
}
