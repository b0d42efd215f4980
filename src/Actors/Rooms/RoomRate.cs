namespace Streaming.Actors.Rooms;

/// <summary>
/// What counts for the rate of a room: all that its listeners are sent because somebody asked for it, a message or what becomes of one alike. Not so
/// what stops a flood, which has to get through one, as has a back end that sets the room right; nor coming and going, which what others write has no
/// business to keep anybody from.
/// </summary>
internal static class RoomRate
{
    /// <param name="decision">What the room would do: what changes nothing costs nothing.</param>
    public static bool Counts(RoomCommand command, Decision decision) =>
        (!decision.Events.IsEmpty || decision.Raised is ChannelMessage or Signalled) && !IsSpared(command);

    private static bool IsSpared(RoomCommand command) => command switch
    {
        { IsPrivileged: true } and not PublishMessage => true,
        JoinRoom or LeaveRoom or CreateRoom or OpenDirectRoom => true,
        ModerateMember { Kind: ModerationKind.Ban or ModerationKind.Kick or ModerationKind.Mute } or SetRoomStatus => true,
        AnnotateMessage { Action: MessageAction.Delete } delete => delete.Target.Author != delete.By,
        _ => false,
    };
}
