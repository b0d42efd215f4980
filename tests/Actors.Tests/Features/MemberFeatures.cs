using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>How people come into a room, and what they may do in it.</summary>
internal static class MemberFeatures
{
    private static readonly UserId Dan = new("dan");

    public static void JoinsOnce(FeatureCluster it)
    {
        it.Bob.Join();
        it.OwnerMayDie();

        Assert.Equal(2, Assert.IsType<RoomReply.Joined>(it.Bob.Join()).MemberCount);
        Assert.Equal(2, it.LogOf(Some.Room).OfType<MemberJoined>().Count());
        Assert.Equal(["ann Owner", "bob Member"], Members(it.Ann));
    }

    public static void Leaves(FeatureCluster it)
    {
        Assert.IsType<RoomReply.Done>(it.Bob.Ask(Commands.Leave()));
        it.OwnerMayDie();

        Assert.Equal(RoomRefusal.NotAMember, it.Bob.Fail(Commands.Message()));
        Assert.Equal(["ann Owner"], Members(it.Ann));
        Assert.Equal(Some.Bob, Assert.IsType<MemberLeft>(it.Ann.Hears.Events[^1].Event).By);
        Assert.Equal(RoomRefusal.OwnerStays, it.Ann.Fail(Commands.Leave()));
    }

    public static void Added(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { IsPrivate = true }));
        it.Ann.Do(Commands.Moderate(ModerationKind.Add, Some.Cy) with { Role = Role.Moderator });
        it.OwnerMayDie();

        it.Cy.Say("here I am");
        Assert.Contains("cy Moderator", Members(it.Bob));
        Assert.Equal(["here I am"], it.Ann.Heard());
    }

    public static void Put(FeatureCluster it)
    {
        var put = new PutMember
        {
            By = default, Request = default, Target = Some.Cy, Role = Role.Guest, Permissions = (Permissions.DeleteMessage, Permissions.None),
        };
        MessageId first = it.Ann.Say("first");
        Assert.Equal(RoomRefusal.InsufficientRole, it.Bob.Fail(put));
        Assert.DoesNotContain("cy Guest", Members(it.Bob));
        Assert.Equal(Some.Cy, Assert.Single(Assert.IsType<RoomReply.Possible>(it.Ann.Ask(put with { OnlyAsks = true })).Newcomers));
        it.Ann.Do(put);
        it.OwnerMayDie();

        Assert.Contains("cy Guest", Members(it.Bob));
        it.Cy.Annotate(MessageAction.Delete, first);
    }

    public static void Demoted(FeatureCluster it)
    {
        it.Ann.Do(Commands.Moderate(ModerationKind.SetRole, Some.Bob) with { Role = Role.Guest });
        Assert.IsType<RoomReply.Done>(it.Bob.Ask(Commands.Leave()));
        it.OwnerMayDie();

        Assert.Equal(Role.Guest, Assert.IsType<RoomReply.Joined>(it.Bob.Ask(Commands.Join())).Role);
    }

    public static void Roles(FeatureCluster it)
    {
        it.Cy.Join();
        it.Ann.Do(Commands.Moderate(ModerationKind.SetRole, Some.Bob) with { Role = Role.Moderator });
        it.OwnerMayDie();

        it.Bob.Do(Commands.Moderate(ModerationKind.Mute, Some.Cy));
        Assert.Equal(RoomRefusal.InsufficientRole, it.Bob.Fail(Commands.Moderate(ModerationKind.Mute, Some.Ann)));
        it.Ann.Do(Commands.Moderate(ModerationKind.SetRole, Some.Bob) with { Role = Role.Guest });
        Assert.Equal(RoomRefusal.InsufficientRole, it.Bob.Fail(Commands.Moderate(ModerationKind.Unmute, Some.Cy)));
    }

    public static void Grants(FeatureCluster it)
    {
        MessageId first = it.Ann.Say("first");
        it.Ann.Do(Commands.Moderate(ModerationKind.SetPermissions, Some.Bob) with { Granted = Permissions.DeleteMessage, Revoked = Permissions.SendMessage });
        it.OwnerMayDie();

        it.Bob.Annotate(MessageAction.Delete, first);
        Assert.Equal(RoomRefusal.InsufficientRole, it.Bob.Fail(Commands.Message()));
        it.Ann.Do(Commands.Moderate(ModerationKind.SetPermissions, Some.Bob));
        it.Bob.Say("as before");
    }

    public static void InviteCounts(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { IsPrivate = true }));
        it.Ann.Do(Commands.Invite("for-one-user", maxUses: 1));
        Assert.Equal(Role.Guest, Assert.IsType<RoomReply.Joined>(it.Cy.Join(invite: "for-one-user")).Role);
        it.OwnerMayDie();

        Participant dan = it.Come(it.Ann.Node, Dan);
        Assert.Equal(RoomRefusal.InviteInvalid, dan.Fail(Commands.Join("for-one-user")));
        Assert.IsType<RoomReply.Done>(it.Cy.Ask(Commands.Leave()));
        Assert.IsType<RoomReply.Joined>(it.Cy.Ask(Commands.Join("for-one-user")));
        ListedInvite invite = Assert.Single(Assert.IsType<RoomReply.InvitesRead>(it.Bob.Ask(new ReadInvites { By = default, Request = default })).Invites);
        Assert.Equal(("for-one-user", 1), (invite.Code, invite.UsedCount));
    }

    public static void InviteExpires(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { IsPrivate = true }));
        it.Ann.Do(Commands.Invite("for-a-minute") with { ExpiresAt = it.Rig.Clock.GetUtcNow().AddMinutes(1) });
        it.OwnerMayDie();

        Assert.IsType<RoomReply.Joined>(it.Cy.Ask(Commands.Join("for-a-minute")));
        Assert.IsType<RoomReply.Done>(it.Cy.Ask(Commands.Leave()));
        it.Pass(60);
        Assert.Equal(RoomRefusal.InviteInvalid, it.Cy.Fail(Commands.Join("for-a-minute")));
    }

    public static void InviteRevoked(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { IsPrivate = true }));
        it.Ann.Do(Commands.Invite("for-nobody"));
        it.Ann.Do(new RevokeInvite { By = default, Request = default, Code = "for-nobody" });
        it.OwnerMayDie();

        Assert.Equal(RoomRefusal.InviteInvalid, it.Cy.Fail(Commands.Join("for-nobody")));
    }

    private static string[] Members(Participant asks) =>
        [.. Assert.IsType<RoomReply.MembersRead>(asks.Ask(Commands.Members())).Members.Select(static one => $"{one.User} {one.Membership.Role}")];
}
