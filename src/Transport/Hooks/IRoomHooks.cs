namespace Streaming.Transport.Hooks;

/// <summary>
/// What an embedding application does when people come and go and speak. Add yours with <see cref="StreamingOptions.AddRoomHooks{T}"/>;
/// leave out what you have no use for. One instance serves all rooms at once.
/// <para>
/// <see cref="JoiningAsync"/> and <see cref="LeavingAsync"/> are asked on the node that serves the client, before its request goes to the
/// room. The others are told on the node that owns the room, after the log has it: in order within a room, each event on one node, and
/// at most once, since what a node has not told yet ends with it. Whoever has to miss nothing takes a webhook.
/// </para>
/// <para>
/// A hook that throws, or takes longer than <c>Hooks:Timeout</c>, is logged and counted, and the room goes on without it. Only a joining
/// that got no answer is not let pass: its sender is told <c>unavailable</c>, and may try again.
/// </para>
/// </summary>
public interface IRoomHooks
{
    /// <summary>
    /// Somebody asks to join, or to listen to a room they are a member of; or is to become a member by another's doing, or by making the room. A session
    /// that is resumed does not ask.
    /// </summary>
    ValueTask<JoinVerdict> JoiningAsync(RoomJoining joining, CancellationToken cancellation) => ValueTask.FromResult(JoinVerdict.Allow);

    /// <summary>A user became a member, by themselves or by being added.</summary>
    ValueTask JoinedAsync(MemberChange joined, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>A member asks to give up membership, and will, unless the room refuses it.</summary>
    ValueTask LeavingAsync(RoomLeaving leaving, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>A user is no member any more: left, or was kicked or banned. (A ban may be of one who was none.)</summary>
    ValueTask LeftAsync(MemberChange left, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>A message is in the log.</summary>
    ValueTask MessageAcceptedAsync(AcceptedMessage message, CancellationToken cancellation) => ValueTask.CompletedTask;
}
