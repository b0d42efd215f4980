using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>What moderators do to members: at once, on whatever node these are.</summary>
internal static class ModerationFeatures
{
    public static void Ban(FeatureCluster it)
    {
        it.Ann.Do(Commands.Moderate(ModerationKind.Ban, Some.Bob));
        it.OwnerMayDie();

        Assert.Equal(ModerationKind.Ban, Heard(it).Kind);
        Assert.Equal(0, it.Bob.Session.RoomCount);
        Assert.Equal(RoomRefusal.Banned, it.Bob.Fail(Commands.Message()));
        Assert.Equal(RoomRefusal.Banned, it.Bob.Fail(Commands.Join()));
        it.Ann.Do(Commands.Moderate(ModerationKind.Unban, Some.Bob));
        Assert.IsType<RoomReply.Joined>(it.Bob.Join());
    }

    public static void BanUntil(FeatureCluster it)
    {
        DateTimeOffset until = it.Rig.Clock.GetUtcNow().AddMinutes(1);
        it.Ann.Do(Commands.Moderate(ModerationKind.Ban, Some.Bob) with { Until = until });
        it.OwnerMayDie();

        Assert.Equal(new RoomReply.Refused(RoomRefusal.Banned, until), it.Bob.Ask(Commands.Join()));
        it.Pass(60);
        Assert.IsType<RoomReply.Joined>(it.Bob.Join());
    }

    public static void Kick(FeatureCluster it)
    {
        it.Ann.Do(Commands.Moderate(ModerationKind.Kick, Some.Bob));
        it.OwnerMayDie();

        Assert.Equal(ModerationKind.Kick, Heard(it).Kind);
        Assert.Equal(0, it.Bob.Session.RoomCount);
        Assert.Equal(RoomRefusal.NotAMember, it.Bob.Fail(Commands.Message()));
        Assert.IsType<RoomReply.Joined>(it.Bob.Join());
    }

    public static void Mute(FeatureCluster it)
    {
        DateTimeOffset until = it.Rig.Clock.GetUtcNow().AddMinutes(1);
        it.Ann.Do(Commands.Moderate(ModerationKind.Mute, Some.Bob) with { Until = until });
        it.OwnerMayDie();

        var muted = new RoomReply.Refused(RoomRefusal.Muted, until);
        Assert.Equal(muted, it.Bob.Ask(Commands.Message()));
        Assert.IsType<RoomReply.Done>(it.Bob.Ask(Commands.Leave()));
        it.Bob.Join();
        Assert.Equal(muted, it.Bob.Ask(Commands.Message()));
        it.Ann.Do(Commands.Moderate(ModerationKind.Unmute, Some.Bob));
        it.Bob.Say("at last");
    }

    public static void Warn(FeatureCluster it)
    {
        it.Ann.Do(Commands.Moderate(ModerationKind.Warn, Some.Bob) with { Reason = "mind your words" });
        it.OwnerMayDie();

        Assert.Equal((ModerationKind.Warn, "mind your words"), (Heard(it).Kind, Heard(it).Reason));
        it.Bob.Say("sorry");
        Assert.Equal(["warn bob ann mind your words"], Entries(it));
    }

    public static void Log(FeatureCluster it)
    {
        it.Ann.Do(Commands.Moderate(ModerationKind.Mute, Some.Bob) with { Reason = "shouts" });
        it.Ann.Do(Commands.Status(RoomAction.Lock, "night"));
        it.Ann.Do(Commands.Moderate(ModerationKind.SetRole, Some.Bob) with { Role = Role.Moderator });
        it.OwnerMayDie();

        it.Bob.Do(Commands.Status(RoomAction.Unlock) with { IsPrivileged = true });
        Assert.Equal(["unlock  bob ", "role bob ann ", "lock  ann night", "mute bob ann shouts"], Entries(it));
        Assert.Equal(RoomRefusal.NotAMember, it.Cy.Fail(Read));
    }

    private static ReadModerationLog Read => new() { By = default, Request = default };

    /// <summary>Read by Bob, who may by now: type, target, moderator, reason.</summary>
    private static string[] Entries(FeatureCluster it) =>
    [
        .. Assert.IsType<RoomReply.ModerationRead>(it.Bob.Ask(Read with { IsPrivileged = true })).Entries
            .Select(static one => $"{one.Type} {one.Target} {one.Moderator} {one.Reason}"),
    ];

    private static MemberModerated Heard(FeatureCluster it) => it.Bob.Hears.Events.Select(static one => one.Event).OfType<MemberModerated>().Last();
}
