using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>Any sequence of commands: the log alone gives the room back, whole or from any snapshot on, and what has to hold of a room always does.</summary>
public sealed class RoomActorProperties
{
    [Fact]
    public void AnyCommands_LeaveALogThatGivesTheRoomBack() => Hold(static (story, cut) =>
    {
        Assert.Equal(Enumerable.Range(1, story.Log.Count()).Select(static seq => (long)seq), story.Log.Select(static e => e.Seq));
        Content.AssertSame(story.End, Replay(story.Beginning, story.Log));
        Content.AssertSame(story.End, Replay(story.States[cut], story.LogAfter(cut)));
    });

    /// <summary>What concerns entries that the log has forgotten is gone, whether it is taken out before the rest is read or after.</summary>
    [Fact]
    public void AnyCommands_OverATrimmedLog_LeaveWhatConcernsTheRest() => Hold(static (story, cut) =>
    {
        long firstSeq = (story.States[cut].Head / 2) + 1;
        Content.AssertSame(story.End.ForgetBelow(firstSeq), Replay(story.States[cut].ForgetBelow(firstSeq), story.LogAfter(cut)).ForgetBelow(firstSeq));
    });

    [Fact]
    public void AnyRefusal_LeavesNothingBehind() => Hold(static (story, _) =>
    {
        foreach ((RoomCommand command, Decision decision) in story.Chapters)
        {
            if (decision.Reply is RoomReply.Refused or RoomReply.Throttled)
                Assert.True(decision.Events.IsEmpty && decision.Raised is null, $"{command.GetType().Name} was refused and left something behind");
        }
    });

    [Fact]
    public void AnyJoin_IsAnsweredWithTheRoomAfterIt() => Hold(static (story, _) =>
    {
        for (int i = 0; i < story.Chapters.Count; i++)
        {
            if (story.Chapters[i] is not { Command: var join, Decision.Reply: RoomReply.Joined joined })
                continue;

            RoomState after = story.States[i + 1];
            Assert.Equal((after.Head, after.Members.Count, after.Members[join.By].Role), (joined.Seq, joined.MemberCount, joined.Role));
        }
    });

    [Fact]
    public void AnyRoom_IsInOrder() => Hold(static (story, _) =>
    {
        DateTimeOffset now = story.Log.Select(static e => e.Timestamp).LastOrDefault(Sample.Noon);
        foreach (RoomState room in story.States.Where(static room => room.Exists))
        {
            Assert.Equal(
                room.Owner is { } owner ? [owner] : [],
                room.Members.Where(static one => one.Value.Role == Role.Owner).Select(static one => one.Key));
            Assert.Equal(room.Settings.IsDirect, room.Owner is null);
            Assert.All(room.Pins, seq => Assert.True(room.Annotations[seq].IsPinned));
            Assert.Equal(room.Pins.Length, room.Annotations.Values.Count(static one => one.IsPinned));
            Assert.Equal(room.Annotations.IsEmpty ? 0 : room.Annotations.Keys.Max(), room.LastAnnotated);
            Assert.All(room.Annotations.Values.Where(static one => one.IsDeleted), static one => Assert.True(one.Edits.IsEmpty && one.Reactions.IsEmpty && !one.IsPinned));
            Assert.All(room.Invites.Values, static one => Assert.True(one.UsedBy.Count <= one.MaxUses && one.Role <= Role.Member));
            Assert.Empty(room.Former.Keys.Intersect(room.Members.Keys));
            Assert.Equal(room.Moderation.Count(), room.ModerationCount);
        }

        Assert.DoesNotContain(story.End.Members.Keys, user => story.End.BanOf(user, now) is not null);
    });

    /// <summary>A second time of any command that was logged logs nothing, where it is not remembered anyway.</summary>
    [Fact]
    public void AnyCommand_AgainAtOnce_LogsNothing_OrIsRemembered() => Hold(static (story, _) =>
    {
        for (int i = 0; i < story.Chapters.Count; i++)
        {
            (RoomCommand command, Decision decision) = story.Chapters[i];
            if (decision.Events.IsEmpty || RecentRequests.Remembers(command))
                continue;

            Assert.Empty(RoomActor.Decide(story.States[i + 1], command, firstSeq: 1, decision.Events[^1].Timestamp).Events);
        }
    });

    /// <summary>What the room remembers of any logged request gives the first answer again: also one that was read from snapshot and log.</summary>
    [Fact]
    public void AnyLoggedRequest_IsAnsweredAgain_AlsoBySnapshotAndLog() => Hold(static (story, cut) =>
    {
        RecentRequests[] memories = [Remembering(null, story.Log), Remembering(story.Snapshot(cut), story.LogAfter(cut))];
        foreach ((RoomCommand command, Decision decision) in story.Chapters)
        {
            if (decision.Events.IsEmpty || !RecentRequests.Remembers(command))
                continue;

            Assert.All(memories, memory =>
            {
                Assert.True(memory.TryFind(command, out RememberedRequest found), $"{command.GetType().Name} was forgotten");
                Assert.Equal(decision.Reply, found.Reply(story.End.Epoch));
            });
        }
    });

    /// <summary>Each kind of event comes about: else the properties say less than they seem to.</summary>
    [Fact]
    public void Stories_HaveEveryKindOfEvent()
    {
        var dice = new Random(1);
        IEnumerable<Type> told = Enumerable.Range(0, 200)
            .SelectMany(_ => RoomStory.Tell([.. Enumerable.Range(0, 100).Select(_ => dice.Next())]).Log).Select(static e => e.GetType()).Distinct();

        IEnumerable<Type> kinds = typeof(RoomEvent).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(RoomEvent)));
        Assert.Equal([typeof(EntryUnreadable)], kinds.Except(told));
    }

    private static void Hold(Action<RoomStory, int> property) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120),
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue).ListOf()), Arb.From(Gen.Choose(0, 1_000)), (seeds, cut) =>
        {
            var story = RoomStory.Tell(seeds);
            property(story, cut % story.States.Count);
        }));

    private static RoomState Replay(RoomState from, IEnumerable<RoomEvent> events) => events.Aggregate(from, static (room, e) => room.Apply(e));

    private static RecentRequests Remembering(RoomSnapshot? snapshot, IEnumerable<RoomEvent> tail)
    {
        var memory = new RecentRequests(capacity: 1_000);
        foreach (RememberedRequest request in snapshot?.Requests ?? [])
            memory.Remember(request);
        foreach (RoomEvent e in tail)
            memory.Remember(e);
        return memory;
    }
}
