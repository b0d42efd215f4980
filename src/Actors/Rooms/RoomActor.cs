using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// What a room decides. Pure: no I/O, no clock, no threads, so that every rule can be read as a table
/// and the simulation can run it a million times. Its host is <see cref="Mailboxes.RoomMailbox"/>.
/// </summary>
public static class RoomActor
{
    /// <param name="state">The room as all events decided so far leave it, logged yet or not.</param>
    /// <param name="firstSeq">The oldest seq that the log still keeps: told to joiners and readers.</param>
    /// <param name="now">The owner's clock.</param>
    public static Decision Decide(RoomState state, RoomCommand command, long firstSeq, DateTimeOffset now)
    {
        Decision decision = DecideKind(state, command, firstSeq, now);
        if (command.OnlyAsks)
            return Foresee(decision);

        return command.MaxNewcomers is { } most && decision.Events.Count(static e => NewcomerOf(e) is not null) > most
            ? Decision.Nothing(new RoomReply.Unavailable("the room has changed meanwhile"))
            : decision;
    }

    private static Decision DecideKind(RoomState state, RoomCommand command, long firstSeq, DateTimeOffset now) => command switch
    {
        PublishMessage publish => Writing.Publish(state, publish, now),
        JoinRoom join => Membership.Join(state, join, firstSeq, now),
        LeaveRoom leave => Membership.Leave(state, leave, now),
        OpenDirectRoom open => Membership.OpenDirect(state, open, now),
        ReadRoom or ReadAnnotations or ReadMarkers or ReadPins or ReadRoomInfo or ReadMembers or ReadInvites or ReadModerationLog =>
            RoomReading.Read(state, command, firstSeq, now),
        SetTyping typing => Writing.SetTyping(state, typing, now),
        MarkRead mark => Writing.MarkRead(state, mark, now),
        SendSignal signal => Writing.Signal(state, signal, now),
        AnnotateMessage annotate => Writing.Annotate(state, annotate, firstSeq, now),
        ModerateMember moderate => Moderation.Moderate(state, moderate, now),
        PutMember put => Moderation.Put(state, put, now),
        CreateRoom create => Management.Create(state, create, now),
        UpdateRoom update => Management.Update(state, update, now),
        SetRoomStatus set => Management.SetStatus(state, set, now),
        TransferRoom transfer => Management.Transfer(state, transfer, now),
        CreateInvite create => Management.CreateInvite(state, create, now),
        RevokeInvite revoke => Management.RevokeInvite(state, revoke, now),
        _ => throw new InvalidOperationException($"A room does not decide {command.GetType().Name}."),
    };

    private static Decision Foresee(Decision decision) => Decision.Nothing(
        decision.Events.IsEmpty ? decision.Reply : new RoomReply.Possible([.. decision.Events.Select(NewcomerOf).OfType<UserId>()]));

    private static UserId? NewcomerOf(RoomEvent e) => e switch
    {
        MemberJoined => e.By,
        MemberModerated { Kind: ModerationKind.Add } added => added.Target,
        _ => null,
    };

    /// <summary>One event, and the answer that it is in the log.</summary>
    internal static Decision Log(RoomState state, RoomEvent e, EphemeralEvent? raised = null) =>
        new([e], new RoomReply.Published(new MessageId(state.Epoch, e.Seq), e.Timestamp), raised);

    /// <summary>It is so already.</summary>
    internal static Decision Nothing => Decision.Nothing(RoomReply.Done.Instance);
}
