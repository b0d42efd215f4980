using System.Collections.Immutable;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>Coming and going.</summary>
internal static class Membership
{
    public static Decision Join(RoomState state, JoinRoom join, long firstSeq, DateTimeOffset now)
    {
        if (!state.Exists)
            return MayCreate(state, join) ? Create(state, join, firstSeq, now) : Decision.Refuse(RoomRefusal.RoomNotFound);

        // Whoever is in stays in, whatever became of the room: archived, locked, full.
        if (state.Members.TryGetValue(join.By, out Member? member))
            return Decision.Nothing(Joined(state, member.Role, firstSeq));

        if (state.BanOf(join.By, now) is { } ban)
            return Decision.Refuse(RoomRefusal.Banned, ban.Until);
        if (join.OnlyMembers)
            return Decision.Refuse(RoomRefusal.NotAMember);

        // Outside their own room only where the log cannot read any more how they came in.
        if (state.Owner == join.By)
            return Enter(state, join, Role.Owner, firstSeq, now);
        if (RoomRules.Admits(state, join.By, now) is { } refused)
            return refused;
        if (state.Lock is not null && !join.IsPrivileged)
            return Decision.Refuse(RoomRefusal.RoomLocked);

        Role role = join.As;
        if (join.Invite is { } code)
        {
            if (!state.Invites.TryGetValue(code, out Invite? invite) || !invite.Admits(join.By, now))
                return Decision.Refuse(RoomRefusal.InviteInvalid);

            role = invite.Role;
        }
        else if (state.Settings.IsPrivate && !join.IsPrivileged)
        {
            return Decision.Refuse(RoomRefusal.InviteInvalid);
        }

        // Coming back is no way up for who was put down.
        Role most = state.Former.GetValueOrDefault(join.By)?.Role ?? role;
        return Enter(state, join, role < most ? role : most, firstSeq, now);
    }

    public static Decision Leave(RoomState state, LeaveRoom leave, DateTimeOffset now)
    {
        if (!state.Exists)
            return Decision.Refuse(RoomRefusal.RoomNotFound);
        if (!state.Members.ContainsKey(leave.By))
            return Decision.Refuse(RoomRefusal.NotAMember);
        if (state.Owner == leave.By)
            return Decision.Refuse(RoomRefusal.OwnerStays);

        var left = new MemberLeft
        {
            Seq = state.Head + 1, Timestamp = now, By = leave.By, Request = leave.Request, Origin = leave.Origin,
        };
        return new Decision([left], RoomReply.Done.Instance);
    }

    /// <summary>
    /// Has both in the room of two: makes it, or brings back who has left. One may talk to oneself. The last event is one that names the request, by
    /// which it is known again: so a retry does not bring back who has left since.
    /// </summary>
    public static Decision OpenDirect(RoomState state, OpenDirectRoom open, DateTimeOffset now)
    {
        if (state.Id != DirectRoom.IdOf(open.By, open.With))
            return Decision.Refuse(RoomRefusal.DirectRoom);
        if (state.IsDeleted)
            return Decision.Refuse(RoomRefusal.RoomNotFound);

        var events = ImmutableArray.CreateBuilder<RoomEvent>();
        if (state.Head == 0)
        {
            events.Add(new RoomCreated
            {
                Seq = 1, Timestamp = now, By = open.By, Request = open.Request, Origin = open.Origin, Epoch = state.Epoch,
                Settings = new RoomSettings { IsPrivate = true, IsDirect = true, MaxMembers = 2 },
            });
        }

        // One after the other, and each once, where one talks to oneself.
        UserId[] both = open.With == open.By ? [open.By] : [open.By, open.With];
        foreach (UserId user in both.Where(user => !state.Members.ContainsKey(user)))
        {
            events.Add(new MemberModerated
            {
                Seq = state.Head + events.Count + 1, Timestamp = now, By = open.By, Request = open.Request, Origin = open.Origin,
                Kind = ModerationKind.Add, Target = user, Role = Role.Member,
            });
        }

        return events.Count == 0
            ? RoomActor.Nothing
            : new Decision(events.ToImmutable(), new RoomReply.Published(new MessageId(state.Epoch, events[^1].Seq), now));
    }

    /// <summary>The owner is a member from the first moment: both events go into the log together.</summary>
    public static ImmutableArray<RoomEvent> Creation(RoomState state, RoomCommand command, RoomSettings settings, DateTimeOffset now) =>
    [
        new RoomCreated
        {
            Seq = 1, Timestamp = now, By = command.By, Request = command.Request, Origin = command.Origin, Epoch = state.Epoch, Settings = settings,
        },
        MemberJoined(command, Role.Owner, seq: 2, now),
    ];

    // One that was deleted stays so until its log is gone. And who was invited means a room that is there.
    private static bool MayCreate(RoomState state, JoinRoom join) =>
        join is { MayCreate: true, OnlyMembers: false, Invite: null } && state.Head == 0 && !DirectRoom.IsDirect(state.Id);

    private static Decision Create(RoomState state, JoinRoom join, long firstSeq, DateTimeOffset now)
    {
        ImmutableArray<RoomEvent> events = Creation(state, join, RoomSettings.Default, now);
        return new Decision(events, Joined(state.Apply(events[0]).Apply(events[1]), Role.Owner, firstSeq));
    }

    private static Decision Enter(RoomState state, JoinRoom join, Role role, long firstSeq, DateTimeOffset now)
    {
        MemberJoined joined = MemberJoined(join, role, state.Head + 1, now, join.Invite);
        return new Decision([joined], Joined(state.Apply(joined), role, firstSeq));
    }

    private static MemberJoined MemberJoined(RoomCommand command, Role role, long seq, DateTimeOffset now, string? invite = null) => new()
    {
        Seq = seq, Timestamp = now, By = command.By, Request = command.Request, Origin = command.Origin, Role = role, Invite = invite,
    };

    private static RoomReply.Joined Joined(RoomState state, Role role, long firstSeq) =>
        new(state.Epoch, state.Head, firstSeq, role, state.Members.Count, new DeliveryPolicy(state.Settings.Delivery, state.Settings.SampleInterval));
}
