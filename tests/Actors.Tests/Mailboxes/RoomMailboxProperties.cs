using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>
/// Whatever becomes of the appends, and whatever is asked meanwhile: every command is answered once, what was
/// acknowledged is in the log once and where the ack says, and nothing is broadcast that is not there.
/// </summary>
public sealed class RoomMailboxProperties
{
    public enum Kind { Publish, Govern, Join, Leave, Read, Turn, Arrive, ArriveWithoutReply, Lose, Conflict, Hold, Down, Poison, Wait }

    public sealed record Act(Kind Kind, int User, int Request, int Seed);

    [Fact]
    public void AnyHistory_KeepsThePromises()
    {
        Gen<Act> acts =
            from kind in Gen.Frequency(
                (8, Gen.Constant(Kind.Publish)), (8, Gen.Constant(Kind.Govern)), (2, Gen.Constant(Kind.Join)), (1, Gen.Constant(Kind.Leave)), (1, Gen.Constant(Kind.Read)),
                (6, Gen.Constant(Kind.Turn)), (4, Gen.Constant(Kind.Arrive)), (2, Gen.Constant(Kind.ArriveWithoutReply)), (2, Gen.Constant(Kind.Lose)),
                (1, Gen.Constant(Kind.Conflict)), (1, Gen.Constant(Kind.Hold)), (1, Gen.Constant(Kind.Down)), (1, Gen.Constant(Kind.Poison)), (1, Gen.Constant(Kind.Wait)))
            from user in Gen.Choose(0, 2)
            from request in Gen.Choose(0, 12)
            from seed in Gen.Choose(0, int.MaxValue)
            select new Act(kind, user, request, seed);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200), Prop.ForAll(Arb.From(acts.ListOf()), history => Run([.. history])));
    }

    private static void Run(IReadOnlyList<Act> history)
    {
        using var rig = new RoomRig();
        rig.Listen();
        rig.OpenRoom();
        rig.Log.HoldsAppends = true;
        var asked = new List<(RoomCommand Command, Ask Ask)>();
        foreach (Act act in history)
            Do(rig, act, asked);

        rig.Log.IsDown = rig.Log.HoldsAppends = false;
        while (rig.Log.Held.Count > 0)
            rig.Log.TakeHeld().Arrive();
        rig.Turns.Run();

        Assert.All(asked, one => Assert.True(one.Ask.IsAnswered, $"{one.Command.GetType().Name} was never answered"));
        HoldAcksAgainstTheLog(rig, asked);
    }

    private static void HoldAcksAgainstTheLog(RoomRig rig, List<(RoomCommand Command, Ask Ask)> asked)
    {
        LogPage page = rig.Page();
        Assert.Equal(Enumerable.Range(1, page.Events.Length).Select(seq => (long)seq), page.Events.Select(e => e.Seq));

        MessagePublished[] messages = [.. page.Events.OfType<MessagePublished>()];
        foreach (var same in messages.GroupBy(one => (one.By, one.Request)))
        {
            // A request is remembered for five minutes; after that the same id is another request.
            Assert.All(same.Zip(same.Skip(1)), pair => Assert.True(pair.Second.Timestamp - pair.First.Timestamp > RecentRequests.Window));
        }

        foreach ((RoomCommand command, Ask ask) in asked)
        {
            if (ask.Reply is RoomReply.Published published)
            {
                RoomEvent logged = Assert.Single(page.Events, one => one.Seq == published.Message.Seq);
                Assert.Equal((command.By, command.Request), (logged.By, logged.Request));
                Assert.Equal((logged.Timestamp, page.Epoch), (published.Timestamp, published.Message.Epoch));
            }
        }

        // What has lost its content since it was told is another object.
        foreach (RoomEvent told in rig.Link.Messages<EventsCommitted>().SelectMany(one => one.Events))
            Assert.True(page.Events[(int)told.Seq - 1] is var kept && (ReferenceEquals(kept, told) || kept.Equals(told.WithoutContent())));
        Assert.All(rig.Link.Messages<HeadAnnounced>(), told => Assert.True(told.Head <= page.LastSeq));
    }

    private static void Do(RoomRig rig, Act act, List<(RoomCommand, Ask)> asked)
    {
        var user = new UserId($"u{act.User}");
        bool isHeld = rig.Log.Held.Count > 0;
        switch (act.Kind)
        {
            case Kind.Publish:
                Post(Some.Publish(user, request: $"q{act.Request}"));
                break;
            case Kind.Govern:
                RoomState about = RoomState.Absent(Some.Room, rig.Epoch()) with { Head = 12 };
                Post(AnyCommand.Of(act.Seed, about, new RequestId($"q{act.Request}"), rig.Clock.GetUtcNow()));
                break;
            case Kind.Join:
                Post(Some.Join(user));
                break;
            case Kind.Leave:
                Post(Some.Leave(user));
                break;
            case Kind.Read:
                Post(Some.Read(user));
                break;
            case Kind.Poison:
                Post(new UpdateRoster { By = user, Request = default, Status = null!, Term = 0 });
                break;
            case Kind.Turn:
                rig.Turns.Run();
                break;
            case Kind.Arrive when isHeld:
                rig.Log.TakeHeld().Arrive();
                break;
            case Kind.ArriveWithoutReply when isHeld:
                rig.Log.TakeHeld().ArriveWithoutReply();
                break;
            case Kind.Lose when isHeld:
                rig.Log.TakeHeld().GetLost();
                break;
            case Kind.Conflict when isHeld:
                rig.Log.TakeHeld().Refuse(AppendResult.Conflict);
                break;
            case Kind.Hold:
                rig.Log.HoldsAppends = !rig.Log.HoldsAppends;
                break;
            case Kind.Down:
                rig.Log.IsDown = !rig.Log.IsDown;
                break;
            case Kind.Wait:
                rig.Pass(TimeSpan.FromSeconds(act.Request * 10));
                break;
        }

        void Post(RoomCommand command) => asked.Add((command, rig.Post(command)));
    }
}
