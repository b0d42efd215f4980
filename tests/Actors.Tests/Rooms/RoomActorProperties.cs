using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>Any sequence of commands: the log alone gives the room back, whole or from any snapshot on.</summary>
public sealed class RoomActorProperties
{
    public enum Kind { Join, Leave, Publish, Read, Type }

    public sealed record Move(Kind Kind, int User, bool MayCreate, bool OnlyMembers);

    [Fact]
    public void AnyCommands_LeaveALogThatGivesTheRoomBack()
    {
        Gen<Move> steps =
            from kind in Gen.Elements(Enum.GetValues<Kind>())
            from user in Gen.Choose(0, 3)
            from mayCreate in Gen.Elements(true, true, false)
            from onlyMembers in Gen.Elements(true, false, false)
            select new Move(kind, user, mayCreate, onlyMembers);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(Arb.From(steps.ListOf()), Arb.From(Gen.Choose(0, 1_000)), (history, cut) => Run([.. history], cut)));
    }

    private static void Run(IReadOnlyList<Move> history, int cut)
    {
        RoomState absent = RoomState.Absent(Some.Room, Some.Epoch);
        RoomState state = absent;
        var log = new List<RoomEvent>();
        for (int i = 0; i < history.Count; i++)
        {
            Decision decision = RoomActor.Decide(state, Command(history[i]), firstSeq: 1, Some.Noon.AddSeconds(i));
            Assert.True(decision.Reply is not RoomReply.Refused || decision.Events.IsEmpty, "a refusal left something behind");
            state = decision.Events.Aggregate(state, (room, e) => room.Apply(e));
            log.AddRange(decision.Events);
            if (decision.Reply is RoomReply.Joined joined)
            {
                Assert.Equal((state.Head, state.Members.Count), (joined.Seq, joined.MemberCount));
                Assert.Equal(state.Members[Command(history[i]).By].Role, joined.Role);
            }
        }

        Assert.Equal(Enumerable.Range(1, log.Count).Select(seq => (long)seq), log.Select(e => e.Seq));
        Content.AssertSame(state, Replay(absent, log));

        int at = log.Count == 0 ? 0 : cut % (log.Count + 1);
        RoomState snapshot = Replay(absent, log[..at]);
        Content.AssertSame(state, Replay(snapshot, log[at..]));
    }

    private static RoomState Replay(RoomState from, IEnumerable<RoomEvent> events) => events.Aggregate(from, (room, e) => room.Apply(e));

    private static RoomCommand Command(Move step)
    {
        var user = new UserId($"u{step.User}");
        return step.Kind switch
        {
            Kind.Join => Some.Join(user, mayCreate: step.MayCreate, onlyMembers: step.OnlyMembers),
            Kind.Leave => Some.Leave(user),
            Kind.Publish => Some.Publish(user),
            Kind.Read => Some.Read(user),
            Kind.Type => Some.Typing(user),
            _ => throw new InvalidOperationException(),
        };
    }
}
