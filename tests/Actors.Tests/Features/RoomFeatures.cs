using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>What becomes of whole rooms.</summary>
internal static class RoomFeatures
{
    private static readonly RoomId Club = new("club");

    public static void Created(FeatureCluster it)
    {
        var settings = new RoomSettings { Name = "Club", Category = "games", Tags = ["a", "b"], Metadata = Some.Json("x"), MaxMembers = 7, IsPrivate = true };
        it.Ann.Do(new CreateRoom { By = default, Request = default, Settings = settings }, Club);
        it.Ann.Do(Commands.Moderate(ModerationKind.Add, Some.Bob) with { Role = Role.Member }, Club);
        it.OwnerMayDie();

        RoomInfo info = it.Bob.Info(Club);
        Assert.Equal((settings, Some.Ann, 2), (info.Settings, info.Owner, info.MemberCount));
        Assert.Equal(RoomRefusal.RoomExists, it.Bob.Fail(new CreateRoom { By = default, Request = default, Settings = settings }, Club));
    }

    public static void AutoCreated(FeatureCluster it)
    {
        Assert.Equal(Role.Owner, Assert.IsType<RoomReply.Joined>(it.Cy.Join(Club)).Role);
        it.OwnerMayDie();

        Assert.Equal(Some.Cy, it.Ann.Info(Club).Owner);
        Assert.Equal(Role.Member, Assert.IsType<RoomReply.Joined>(it.Ann.Join(Club)).Role);
    }

    public static void Settings(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { Name = "ours", Description = "what we say", Tags = ["x"], Metadata = Some.Json("m") }));
        it.Ann.Do(Commands.Update(new RoomPatch { Description = "", Category = "talk" }));
        it.OwnerMayDie();

        RoomSettings settings = it.Bob.Info().Settings;
        Assert.Equal(("ours", null, "talk", "x"), (settings.Name, settings.Description, settings.Category, Assert.Single(settings.Tags)));
        Assert.Equal(settings, Heard<RoomUpdated>(it.Bob).Settings);
        Assert.Equal(RoomRefusal.InsufficientRole, it.Bob.Fail(Commands.Update(new RoomPatch { Name = "mine" })));
    }

    public static void Private(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { IsPrivate = true }));
        it.OwnerMayDie();

        Assert.Equal(RoomRefusal.InviteInvalid, it.Cy.Fail(Commands.Join()));
        Assert.Equal(RoomRefusal.RoomNotFound, it.Cy.Fail(new ReadRoomInfo { By = default, Request = default }));
        Assert.IsType<RoomReply.Joined>(it.Bob.Join());
        Assert.Empty(Listing(it, it.Bob));
    }

    public static void MaxMembers(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { MaxMembers = 2 }));
        it.OwnerMayDie();

        Assert.Equal(RoomRefusal.RoomFull, it.Cy.Fail(Commands.Join()));
        Assert.Equal(2, Assert.IsType<RoomReply.Joined>(it.Bob.Join()).MemberCount);
        it.Ann.Do(Commands.Update(new RoomPatch { MaxMembers = 3 }));
        Assert.IsType<RoomReply.Joined>(it.Cy.Join());
    }

    public static void SlowMode(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { SlowMode = TimeSpan.FromSeconds(30) }));
        it.Bob.Say("one");
        it.OwnerMayDie();

        Assert.True(Assert.IsType<RoomReply.Throttled>(it.Bob.Ask(Commands.Message())).IsSlowMode);
        it.Pass(30);
        it.Bob.Say("two");
    }

    public static void Archive(FeatureCluster it)
    {
        it.Ann.Do(Commands.Status(RoomAction.Archive));
        it.OwnerMayDie();

        Assert.True(it.Bob.Info().IsArchived);
        Assert.Equal(RoomRefusal.RoomArchived, it.Bob.Fail(Commands.Message()));
        Assert.Empty(Listing(it, it.Bob));
        it.Ann.Do(Commands.Status(RoomAction.Restore));
        it.Bob.Say("again");
        Assert.Equal(["again"], it.Ann.Heard());
    }

    public static void Lock(FeatureCluster it)
    {
        it.Ann.Do(Commands.Status(RoomAction.Lock, "too loud"));
        it.OwnerMayDie();

        Assert.Equal("too loud", it.Bob.Info().Lock!.Reason);
        Assert.Equal("too loud", Heard<RoomStatusChanged>(it.Bob).Reason);
        Assert.Equal(RoomRefusal.RoomLocked, it.Bob.Fail(Commands.Message()));
        Assert.Equal(RoomRefusal.RoomLocked, it.Cy.Fail(Commands.Join()));
        it.Ann.Do(Commands.Status(RoomAction.Unlock));
        it.Bob.Say("softly");
    }

    public static void Transfer(FeatureCluster it)
    {
        it.Ann.Do(Commands.Transfer(Some.Bob));
        it.OwnerMayDie();

        Assert.Equal(Some.Bob, it.Ann.Info().Owner);
        Assert.Equal(RoomRefusal.OwnerStays, it.Bob.Fail(Commands.Leave()));
        Assert.Equal(RoomRefusal.InsufficientRole, it.Ann.Fail(Commands.Status(RoomAction.Delete)));
        Assert.IsType<RoomReply.Done>(it.Ann.Ask(Commands.Leave()));
    }

    public static void Delete(FeatureCluster it)
    {
        it.Ann.Say("gone soon");
        it.Ann.Do(Commands.Status(RoomAction.Delete));
        it.OwnerMayDie();

        Assert.Equal((0, 0), (it.Ann.Session.RoomCount, it.Bob.Session.RoomCount));
        Assert.Equal(RoomRefusal.RoomNotFound, it.Bob.Fail(Commands.Message()));
        Assert.Empty(Listing(it, it.Bob));
        it.Pass(120);
        Assert.Empty(it.LogOf(Some.Room));
        Assert.Equal(RoomRefusal.RoomNotFound, it.Bob.Fail(Commands.Join()));
    }

    public static void Listed(FeatureCluster it)
    {
        it.Ann.Do(Commands.Update(new RoomPatch { Name = "The Lobby", Tags = ["warm"] }));
        it.OwnerMayDie();

        ListedRoom listed = Assert.Single(Listing(it, it.Bob, new ListingQuery { Words = "lobby", Tag = "warm" }));
        Assert.Equal(("The Lobby", 2, Some.Ann), (listed.Name, listed.MemberCount, listed.Owner));
        Assert.Empty(Listing(it, it.Bob, new ListingQuery { Tag = "cold" }));
        it.Cy.Join();
        Assert.Equal(3, Assert.Single(Listing(it, it.Ann)).MemberCount);
    }

    public static void OfUser(FeatureCluster it)
    {
        it.Bob.Join(new RoomId("second"));
        it.Bob.Join(new RoomId("third"));
        it.OwnerMayDie();

        Assert.Equal(["lobby", "second", "third"], RoomsOf(it.Ann, Some.Bob));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.RoomLimit), it.Bob.Join(new RoomId("fourth")));
        Assert.IsType<RoomReply.Joined>(it.Bob.Join(new RoomId("second")));
        Assert.IsType<RoomReply.Done>(it.Bob.Ask(Commands.Leave()));
        Assert.Equal(["second", "third"], RoomsOf(it.Ann, Some.Bob));

        string[] RoomsOf(Participant asks, UserId user) =>
            [.. it.Rig.Run(asks.Node.RoomsOf.ReadAsync(user, after: null, 10, default)).Page!.Rooms.Select(static one => one.Room.Value)];
    }

    public static void Direct(FeatureCluster it)
    {
        RoomId direct = DirectRoom.IdOf(Some.Ann, Some.Bob);
        it.Ann.Do(new OpenDirectRoom { By = default, Request = default, With = Some.Bob }, direct);
        it.Ann.Say("psst", room: direct);
        it.OwnerMayDie();

        Assert.IsType<RoomReply.Done>(it.Bob.Ask(new OpenDirectRoom { By = default, Request = default, With = Some.Ann }, direct));
        it.Bob.Say("what?", room: direct);
        Assert.Equal(2, it.Ann.Info(direct).MemberCount);
        Assert.IsType<RoomReply.Refused>(it.Cy.Ask(Commands.Join(), direct));
        Assert.Single(it.LogOf(direct).OfType<RoomCreated>());

        it.Bob.Join(direct, since: 0);
        Assert.Equal(["psst", "what?"], it.Bob.Heard());
    }

    private static ImmutableArray<ListedRoom> Listing(FeatureCluster it, Participant asks, ListingQuery? query = null) =>
        it.Rig.Run(asks.Node.Listing.ReadAsync(query ?? new ListingQuery(), CancellationToken.None)).Rooms;

    private static T Heard<T>(Participant who)
        where T : RoomEvent => who.Hears.Events.Select(static one => one.Event).OfType<T>().Last();
}
