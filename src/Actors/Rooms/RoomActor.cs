using System.Collections.Immutable;
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
    public static Decision Decide(RoomState state, RoomCommand command, long firstSeq, DateTimeOffset now) => command switch
    {
        JoinRoom join => Join(state, join, firstSeq, now),
        LeaveRoom leave => Leave(state, leave, now),
        PublishMessage publish => Publish(state, publish, now),
        ReadRoom read => Read(state, read, firstSeq),
        SetTyping typing => SetTyping(state, typing),
        _ => throw new InvalidOperationException($"A room does not decide {command.GetType().Name}."),
    };

    private static Decision Join(RoomState state, JoinRoom join, long firstSeq, DateTimeOffset now)
    {
        if (!state.Exists)
            return join is { MayCreate: true, OnlyMembers: false } ? Create(state, join, firstSeq, now) : Decision.Refuse(RoomRefusal.RoomNotFound);

        if (state.Members.TryGetValue(join.By, out Member? member))
            return Decision.Nothing(Joined(state, join, member.Role, firstSeq));

        if (join.OnlyMembers)
            return Decision.Refuse(RoomRefusal.NotAMember);

        RoomEvent joined = MemberJoined(join, join.As, state.Head + 1, now);
        return new Decision([joined], Joined(state.Apply(joined), join, join.As, firstSeq));
    }

    /// <summary>The owner is a member from the first moment: both events go into the log together.</summary>
    private static Decision Create(RoomState state, JoinRoom join, long firstSeq, DateTimeOffset now)
    {
        var created = new RoomCreated
        {
            Seq = 1, Timestamp = now, By = join.By, Request = join.Request, Origin = join.Origin, Epoch = state.Epoch,
        };
        RoomEvent joined = MemberJoined(join, Role.Owner, seq: 2, now);
        return new Decision([created, joined], Joined(state.Apply(created).Apply(joined), join, Role.Owner, firstSeq));
    }

    private static Decision Leave(RoomState state, LeaveRoom leave, DateTimeOffset now)
    {
        if (!state.Members.ContainsKey(leave.By))
            return Decision.Refuse(state.Exists ? RoomRefusal.NotAMember : RoomRefusal.RoomNotFound);

        var left = new MemberLeft
        {
            Seq = state.Head + 1, Timestamp = now, By = leave.By, Request = leave.Request, Origin = leave.Origin,
        };
        return new Decision([left], RoomReply.Done.Instance);
    }

    private static Decision Publish(RoomState state, PublishMessage publish, DateTimeOffset now)
    {
        if (!state.Members.ContainsKey(publish.By))
            return Decision.Refuse(state.Exists ? RoomRefusal.NotAMember : RoomRefusal.RoomNotFound);

        long seq = state.Head + 1;
        var message = new MessagePublished
        {
            Seq = seq, Timestamp = now, By = publish.By, Request = publish.Request, Origin = publish.Origin, Body = publish.Body,
        };
        return new Decision(
            ImmutableArray.Create<RoomEvent>(message),
            new RoomReply.Published(new MessageId(state.Epoch, seq), now),
            new TypingChanged(publish.By, IsTyping: false));
    }

    private static Decision SetTyping(RoomState state, SetTyping typing) =>
        state.Members.ContainsKey(typing.By)
            ? new Decision([], RoomReply.Done.Instance, new TypingChanged(typing.By, typing.IsTyping))
            : Decision.Refuse(state.Exists ? RoomRefusal.NotAMember : RoomRefusal.RoomNotFound);

    private static Decision Read(RoomState state, ReadRoom read, long firstSeq) =>
        state.Members.ContainsKey(read.By)
            ? Decision.Nothing(new RoomReply.Readable(state.Epoch, firstSeq, state.Head))
            : Decision.Refuse(state.Exists ? RoomRefusal.NotAMember : RoomRefusal.RoomNotFound);

    private static MemberJoined MemberJoined(JoinRoom join, Role role, long seq, DateTimeOffset now) => new()
    {
        Seq = seq, Timestamp = now, By = join.By, Request = join.Request, Origin = join.Origin, Role = role,
    };

    private static RoomReply.Joined Joined(RoomState state, JoinRoom join, Role role, long firstSeq) =>
        new RoomReply.Joined(state.Epoch, state.Head, firstSeq, role, state.Members.Count);
}
