using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>Ways to more than one has, and round what one is held to: each step is allowed by itself, and all together lead nowhere.</summary>
public sealed class RoomPrivilegeTests
{
    private static readonly UserId Owner = new("owner");
    private static readonly UserId Admin = new("admin");
    private static readonly UserId Moderator = new("moderator");
    private static readonly UserId Member = new("member");
    private static readonly UserId Guest = new("guest");
    private static readonly RoomReply Insufficient = new RoomReply.Refused(RoomRefusal.InsufficientRole);

    private DateTimeOffset _now = Some.Noon;
    private RoomState _room = RoomState.Absent(Some.Room, Some.Epoch);

    public RoomPrivilegeTests()
    {
        Do(Some.Join(Owner));
        foreach ((UserId user, Role role) in new[] { (Admin, Role.Admin), (Moderator, Role.Moderator), (Member, Role.Member), (Guest, Role.Guest) })
            Do(Some.Moderate(Owner, ModerationKind.Add, user.Value, role));
    }

    public static TheoryData<string> WaysOut => ["leave", "kick", "ban"];

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void WhatWasTakenFromAMember_StaysTaken_WhenTheyComeBack(string way)
    {
        Do(Permit(Owner, Member, revoked: Permissions.SendMessage));

        GoAndComeBack(Member, way);

        Assert.Equal(Insufficient, Ask(Some.Publish(Member)));
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void WhatWasGrantedToAMember_IsGone_WhenTheyComeBack(string way)
    {
        Do(Permit(Owner, Member, granted: Permissions.ManageRoom));

        GoAndComeBack(Member, way);

        Assert.Equal(RolePermissions.Of(Role.Member), _room.Members[Member].Permissions);
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void SlowMode_WaitsForWhoComesBack(string way)
    {
        Do(new UpdateRoom { By = Owner, Request = Some.NewRequest(), Patch = new RoomPatch { SlowMode = TimeSpan.FromSeconds(30) } });
        Do(Some.Publish(Member));

        GoAndComeBack(Member, way);

        Assert.IsType<RoomReply.Throttled>(Ask(Some.Publish(Member)));
        _now += TimeSpan.FromSeconds(30);
        Do(Some.Publish(Member));
    }

    [Fact]
    public void WhatIsRememberedOfWhoLeft_IsBounded()
    {
        RoomState room = _room with
        {
            Former = Enumerable.Range(0, RoomState.MaxFormer)
                .ToImmutableDictionary(static n => new UserId($"u{n}"), static _ => new FormerMember(Permissions.None, Some.Noon)),
            Settings = RoomSettings.Default with { SlowMode = RoomSettings.MaxSlowMode },
        };
        room = room with { Members = room.Members.SetItem(Member, room.Members[Member] with { Revoked = Permissions.SendMessage }) };

        // Full of those who would still have to wait, of whom one gives way; then of those who would not.
        RoomState full = room.Apply(Some.Left(room.Head + 1, Member));
        Assert.Equal((RoomState.MaxFormer, Permissions.SendMessage), (full.Former.Count, full.Former[Member].Revoked));
        RoomEvent later = Some.Left(room.Head + 1, Member) with { Timestamp = Some.Noon + RoomSettings.MaxSlowMode };
        Assert.Equal(Member, Assert.Single(room.Apply(later).Former).Key);
    }

    /// <summary>There are as many from whom something was taken as can be remembered: nobody gets rid of it, since it is taken from no more.</summary>
    [Fact]
    public void WhatIsTaken_IsTakenFromNoMoreThanCanBeRemembered()
    {
        _room = _room with
        {
            Former = Enumerable.Range(0, RoomState.MaxFormer)
                .ToImmutableDictionary(static n => new UserId($"u{n}"), static _ => new FormerMember(Permissions.SendMessage, WroteAt: null)),
        };

        Assert.Equal(new RoomReply.Refused(RoomRefusal.TooMany), Ask(Permit(Owner, Member, revoked: Permissions.SendMessage)));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.TooMany), Ask(Some.Moderate(Owner, ModerationKind.SetRole, Member.Value, Role.Guest)));
        Do(Permit(Owner, Member, granted: Permissions.DeleteMessage));
        Do(Some.Moderate(Owner, ModerationKind.Ban, Member.Value));
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void WhoWasPutDown_ComesBackNoHigher_ByWhateverWay(string way)
    {
        Do(Some.Moderate(Owner, ModerationKind.SetRole, Moderator.Value, Role.Member));
        Do(Some.Moderate(Owner, ModerationKind.SetRole, Moderator.Value, Role.Guest));
        Do(new CreateInvite { By = Member, Request = Some.NewRequest(), Code = "a-code-for-members", Role = Role.Member, MaxUses = 9 });

        GoAndComeBack(Moderator, way);
        Assert.Equal(Role.Guest, _room.Members[Moderator].Role);

        // Twice, and by an invite; and a friend does not lift them either.
        Do(Some.Leave(Moderator));
        Assert.Equal(Insufficient, Ask(Some.Moderate(Member, ModerationKind.Add, Moderator.Value, Role.Member)));
        Do(Some.Join(Moderator) with { Invite = "a-code-for-members" });
        Assert.Equal(Role.Guest, _room.Members[Moderator].Role);

        // Who may give roles does.
        Do(Some.Leave(Moderator));
        Do(Some.Moderate(Admin, ModerationKind.Add, Moderator.Value, Role.Member));
        GoAndComeBack(Moderator, way);
        Assert.Equal(Role.Member, _room.Members[Moderator].Role);
    }

    [Fact]
    public void WhoWasLiftedAgain_ComesBackAsAnybody()
    {
        Do(Some.Moderate(Owner, ModerationKind.SetRole, Member.Value, Role.Guest));
        Do(Some.Moderate(Owner, ModerationKind.SetRole, Member.Value, Role.Member));
        GoAndComeBack(Member, "leave");

        Assert.Equal(Role.Member, _room.Members[Member].Role);
    }

    [Fact]
    public void InvitesThatAreOver_MakeRoomForOthers()
    {
        CreateInvite Make(int n, bool expires) => new()
        {
            By = Owner, Request = Some.NewRequest(), Code = $"code-{n:0000}", Role = Role.Member, MaxUses = 1, ExpiresAt = expires ? _now.AddHours(1) : null,
        };
        for (int i = 0; i < RoomState.MaxInvites; i++)
            Do(Make(i, expires: i > 0));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.TooMany), Ask(Make(200, expires: false)));

        _now += TimeSpan.FromHours(2);
        Do(Make(201, expires: false));
        Assert.Equal(["code-0000", "code-0201"], _room.Invites.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>A thousand may have used each of a hundred: the answer says how many.</summary>
    [Fact]
    public void Invites_AreToldWithoutThoseWhoUsedThem()
    {
        Do(new CreateInvite { By = Owner, Request = Some.NewRequest(), Code = "a-code", Role = Role.Guest, MaxUses = 9 });
        Do(Some.Join(new UserId("friend")) with { Invite = "a-code" });

        ListedInvite one = Assert.Single(Assert.IsType<RoomReply.InvitesRead>(Ask(new ReadInvites { By = Owner, Request = default })).Invites);
        Assert.Equal(("a-code", 1), (one.Code, one.UsedCount));
    }

    [Fact]
    public void Admin_WithoutManageRoles_GivesNoRole_ByAddingWhoWasKicked()
    {
        Do(Permit(Owner, Admin, revoked: Permissions.ManageRoles));

        Assert.Equal(Insufficient, Ask(Some.Moderate(Admin, ModerationKind.SetRole, Member.Value, Role.Moderator)));
        Do(Some.Moderate(Admin, ModerationKind.Kick, Member.Value));
        Assert.Equal(Insufficient, Ask(Some.Moderate(Admin, ModerationKind.Add, Member.Value, Role.Moderator)));
        Do(Some.Moderate(Admin, ModerationKind.Add, Member.Value, Role.Member));
    }

    /// <summary>By role, by grant, or by taking a revocation back: the friend would do for them what they may not.</summary>
    [Fact]
    public void Admin_WithoutAPermission_GivesItToNobody()
    {
        Do(Permit(Owner, Admin, revoked: Permissions.RemoveMembers));
        Do(Permit(Owner, Moderator, revoked: Permissions.RemoveMembers));

        Assert.Equal(Insufficient, Ask(Some.Moderate(Admin, ModerationKind.SetRole, Member.Value, Role.Moderator)));
        Assert.Equal(Insufficient, Ask(Some.Moderate(Admin, ModerationKind.Add, "friend", Role.Moderator)));
        Assert.Equal(Insufficient, Ask(Permit(Admin, Member, granted: Permissions.RemoveMembers)));
        Assert.Equal(Insufficient, Ask(Permit(Admin, Moderator)));
        Do(Permit(Admin, Member, granted: Permissions.DeleteMessage));

        // What others gave stays.
        Do(Permit(Owner, Guest, granted: Permissions.RemoveMembers));
        Do(Permit(Admin, Guest, granted: Permissions.RemoveMembers, revoked: Permissions.SendMessage));
    }

    /// <summary>A grant is for what it says; whom it may be used on is a matter of the role.</summary>
    [Theory]
    [InlineData(Permissions.ManageRoles)]
    [InlineData(Permissions.RemoveMembers)]
    [InlineData(Permissions.InviteMembers)]
    [InlineData(Permissions.All)]
    public void Guest_WithGrants_StandsAboveNobody(Permissions granted)
    {
        Do(Permit(Owner, Guest, granted));
        Do(Some.Moderate(Owner, ModerationKind.Add, "guest2", Role.Guest));

        foreach (UserId target in (UserId[])[Owner, Admin, Moderator, Member, Guest, new("guest2")])
        {
            foreach (ModerationKind kind in Enum.GetValues<ModerationKind>().Where(static kind => kind != ModerationKind.Add))
                Assert.Equal(Insufficient, Ask(Some.Moderate(Guest, kind, target.Value) with { Granted = Permissions.SendMessage }));
        }

        Assert.Equal(Insufficient, Ask(Some.Moderate(Guest, ModerationKind.Add, "friend", Role.Member)));
        Assert.Equal(Insufficient, Ask(new CreateInvite { By = Guest, Request = Some.NewRequest(), Code = "for-members", Role = Role.Member, MaxUses = 1 }));
        Assert.Equal(Insufficient, Ask(new SetRoomStatus { By = Guest, Request = Some.NewRequest(), Action = RoomAction.Delete }));
        Assert.Equal(Insufficient, Ask(new TransferRoom { By = Guest, Request = Some.NewRequest(), To = Guest }));
    }

    [Fact]
    public void Transfer_TakesTheRoomFromWhoHadIt_AndBothWaysOfComingBack()
    {
        Do(new TransferRoom { By = Owner, Request = Some.NewRequest(), To = Member });

        Assert.Equal(Insufficient, Ask(new TransferRoom { By = Owner, Request = Some.NewRequest(), To = Owner }));
        Assert.Equal(Insufficient, Ask(Some.Moderate(Owner, ModerationKind.Ban, Member.Value)));
        Do(Some.Moderate(Member, ModerationKind.Ban, Owner.Value));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.Banned), Ask(Some.Join(Owner)));
    }

    [Fact]
    public void Transfer_ToAMutedMember_EndsTheMute_SinceNobodyElseCould()
    {
        Do(Some.Moderate(Moderator, ModerationKind.Mute, Member.Value));
        Do(new TransferRoom { By = Owner, Request = Some.NewRequest(), To = Member });

        Do(Some.Publish(Member));
    }

    [Fact]
    public void Owner_WhoseJoiningCannotBeReadAnyMore_IsStillTheOwner()
    {
        RoomState room = RoomState.Absent(Some.Room, Some.Epoch).Apply(Some.Created(Owner))
            .Apply(new EntryUnreadable { Seq = 2, Timestamp = Some.Noon, By = default, Request = default }).Apply(Some.Joined(3, Moderator, Role.Moderator));
        room = room with { Settings = room.Settings with { IsPrivate = true, MaxMembers = 1 } };

        Assert.Equal(Insufficient, RoomActor.Decide(room, Some.Moderate(Moderator, ModerationKind.Ban, Owner.Value), 1, _now).Reply);
        Assert.Equal(Role.Owner, Assert.IsType<RoomReply.Joined>(RoomActor.Decide(room, Some.Join(Owner), 1, _now).Reply).Role);
    }

    [Fact]
    public void Members_BringNobodyIntoALockedRoom()
    {
        Do(new SetRoomStatus { By = Owner, Request = Some.NewRequest(), Action = RoomAction.Lock });

        Assert.Equal(new RoomReply.Refused(RoomRefusal.RoomLocked), Ask(Some.Moderate(Member, ModerationKind.Add, "friend")));
        Do(Some.Moderate(Moderator, ModerationKind.Add, "friend"));
    }

    [Fact]
    public void DirectRoom_IsOfThoseTwoWhoseIdItBears()
    {
        RoomState room = RoomState.Absent(DirectRoom.IdOf(Member, Guest), Some.Epoch);
        var open = new OpenDirectRoom { By = Member, Request = Some.NewRequest(), With = Moderator };

        Assert.Equal(new RoomReply.Refused(RoomRefusal.DirectRoom), RoomActor.Decide(room, open, 1, _now).Reply);
        Assert.Equal(3, RoomActor.Decide(room, open with { With = Guest }, 1, _now).Events.Length);
    }

    [Fact]
    public void DirectRoom_WithOneself_HasOneMember()
    {
        RoomState room = RoomState.Absent(DirectRoom.IdOf(Member, Member), Some.Epoch);

        Decision decision = RoomActor.Decide(room, new OpenDirectRoom { By = Member, Request = Some.NewRequest(), With = Member }, 1, _now);

        Assert.Single(decision.Events.Aggregate(room, static (state, e) => state.Apply(e)).Members);
    }

    /// <summary>Members may bring in a member, and may not give permissions: then they bring in nobody.</summary>
    [Fact]
    public void Put_OfWhichAPartIsRefused_DoesNothing()
    {
        RoomState before = _room;

        Assert.Equal(Insufficient, Ask(Put(Member, "friend", granted: Permissions.DeleteMessage)));
        Assert.Equal(Insufficient, Ask(Put(Admin, Guest.Value, Role.Moderator) with { Permissions = (Permissions.None, Permissions.None), By = Moderator }));
        Assert.Same(before, _room);
    }

    [Fact]
    public void Put_IsDoneWhole_AndAnsweredWithItsLastEvent()
    {
        var reply = Assert.IsType<RoomReply.Published>(Ask(Put(Admin, "friend", Role.Guest, Permissions.DeleteMessage)));

        Assert.Equal((_room.Head, Role.Guest, Permissions.DeleteMessage), (reply.Message.Seq, _room.Members[new("friend")].Role, _room.Members[new("friend")].Granted));
        Assert.IsType<RoomReply.Done>(Ask(Put(Admin, "friend", Role.Guest, Permissions.DeleteMessage)));
    }

    [Fact]
    public void WhatIsOnlyAsked_ChangesNothing_AndSaysWhoWouldComeIn()
    {
        RoomState before = _room;
        RoomCommand add = Some.Moderate(Member, ModerationKind.Add, "friend") with { OnlyAsks = true };

        Assert.Equal(["friend"], Newcomers(Ask(add)));
        Assert.Empty(Newcomers(Ask(Put(Owner, Guest.Value, Role.Member) with { OnlyAsks = true })));
        Assert.IsType<RoomReply.Done>(Ask(Some.Moderate(Member, ModerationKind.Add, Guest.Value) with { OnlyAsks = true }));
        Assert.Equal(Insufficient, Ask(add with { By = Guest }));
        Assert.Same(before, _room);

        static IEnumerable<string> Newcomers(RoomReply reply) => Assert.IsType<RoomReply.Possible>(reply).Newcomers.Select(static one => one.Value);
    }

    [Fact]
    public void WhoHasLeftSinceItWasAsked_DoesNotComeInByAChangeOfRole()
    {
        PutMember down = Put(Owner, Guest.Value, Role.Member) with { MaxNewcomers = 0, Reason = "grown up" };
        Do(Some.Leave(Guest));
        RoomState before = _room;

        Assert.IsType<RoomReply.Unavailable>(Ask(down));
        Assert.Same(before, _room);

        Assert.IsType<RoomReply.Published>(Ask(down with { MaxNewcomers = 1 }));
        Assert.Equal("grown up", _room.Moderation.Last().Reason);
    }

    private static PutMember Put(UserId by, string target, Role? role = null, Permissions granted = Permissions.None) => new()
    {
        By = by, Request = Some.NewRequest(), Target = new(target), Role = role,
        Permissions = granted == Permissions.None ? null : (granted, Permissions.None),
    };

    private void GoAndComeBack(UserId user, string way)
    {
        if (way == "leave")
            Do(Some.Leave(user));
        else
            Do(Some.Moderate(Owner, way == "kick" ? ModerationKind.Kick : ModerationKind.Ban, user.Value));
        if (way == "ban")
            Do(Some.Moderate(Owner, ModerationKind.Unban, user.Value));
        Do(Some.Join(user));
    }

    /// <summary>Asks what has to be done.</summary>
    private void Do(RoomCommand command) => Assert.False(Ask(command) is RoomReply.Refused or RoomReply.Throttled, $"{command} was refused");

    private RoomReply Ask(RoomCommand command)
    {
        _now += TimeSpan.FromMilliseconds(1);
        Decision decision = RoomActor.Decide(_room, command, firstSeq: 1, _now);
        _room = decision.Events.Aggregate(_room, static (state, e) => state.Apply(e));
        return decision.Reply;
    }

    private static ModerateMember Permit(
        UserId by, UserId target, Permissions granted = Permissions.None, Permissions revoked = Permissions.None) =>
        Some.Moderate(by, ModerationKind.SetPermissions, target.Value) with { Granted = granted, Revoked = revoked };
}
