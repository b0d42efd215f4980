namespace Streaming.Transport.Protocol;

/// <summary>What each type of message has to have in its envelope (docs/protocol.md, section 3).</summary>
internal static class ClientMessageShape
{
    /// <summary>What is missing or does not fit, as a sentence for the sender; null if the shape is right.</summary>
    public static string? Problem(ClientMessage message) => message.Type switch
    {
        ClientMessageType.Ping or ClientMessageType.Resume or ClientMessageType.Refresh => null,
        ClientMessageType.Subscribe or ClientMessageType.Unsubscribe => NeedsChannel(message),
        ClientMessageType.Presence => NeedsEvent(message, ClientEvent.None, ClientEvent.Get, ClientEvent.Watch, ClientEvent.Unwatch)
            ?? (message.Event == ClientEvent.Get ? NeedsRoom(message) : null),
        ClientMessageType.Typing => NeedsEvent(message, ClientEvent.Start, ClientEvent.Stop) ?? NeedsRoom(message),
        ClientMessageType.Message => NeedsEvent(
                message, ClientEvent.None, ClientEvent.Edited, ClientEvent.Deleted,
                ClientEvent.ReactionAdded, ClientEvent.ReactionRemoved, ClientEvent.Pinned, ClientEvent.Unpinned)
            ?? NeedsRoomOrChannel(message)
            ?? NeedsOneChannel(message)
            ?? NeedsData(message),
        ClientMessageType.Moderate => NeedsEvent(
                message, ClientEvent.Ban, ClientEvent.Unban, ClientEvent.Mute, ClientEvent.Unmute,
                ClientEvent.Kick, ClientEvent.Role, ClientEvent.Warn, ClientEvent.Permissions, ClientEvent.Add)
            ?? NeedsRoom(message),
        ClientMessageType.Join or ClientMessageType.Leave or ClientMessageType.History
            or ClientMessageType.Read or ClientMessageType.Signal => NeedsRoom(message),
        // Manage comes without an envelope of its own.
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string? NeedsRoom(ClientMessage message) => message.Room is null ? "room_id is missing" : null;

    private static string? NeedsChannel(ClientMessage message) => message.Channel is null ? "channel_id is missing" : null;

    private static string? NeedsRoomOrChannel(ClientMessage message) => (message.Room, message.Channel) switch
    {
        (null, null) => "room_id is missing",
        (not null, not null) => "room_id and channel_id cannot both be given",
        _ => null,
    };

    private static string? NeedsOneChannel(ClientMessage message) =>
        message is { Channel: not null, ChannelId: null } ? "channel_id must be the id of one channel; a pattern can only be listened to" : null;

    private static string? NeedsData(ClientMessage message) => message.Data.IsEmpty ? "data is missing" : null;

    private static string? NeedsEvent(ClientMessage message, params ReadOnlySpan<ClientEvent> allowed) =>
        allowed.Contains(message.Event) ? null
            : message.Event == ClientEvent.None ? $"event is missing; type `{Vocabulary.Types[message.Type]}` needs one"
            : $"unknown event for type `{Vocabulary.Types[message.Type]}`";
}
