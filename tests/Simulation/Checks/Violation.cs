using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Simulation.Checks;

/// <summary>A promise of docs/protocol.md or architecture that a run broke. A closed set.</summary>
internal abstract record Violation
{
    private Violation()
    {
    }

    /// <summary>The run never ended: a deadlock or a livelock.</summary>
    public sealed record Stuck(string Why, int CallsUnderWay, ImmutableArray<string> Unanswered) : Violation
    {
        public override string ToString() => $"Stuck: {Why}; {CallsUnderWay} store calls under way; unanswered: {string.Join(", ", Unanswered)}";
    }

    /// <summary>An exception that nobody caught.</summary>
    public sealed record Crashed(string What) : Violation;

    /// <summary>The node logged an error that no injected fault explains.</summary>
    public sealed record Complained(string Line) : Violation;

    /// <summary>The log skips or repeats a seq, or what the store keeps is not what was written.</summary>
    public sealed record LogNotContiguous(RoomId Room, long Seq) : Violation;

    public sealed record AckedNotLogged(RoomId Room, long Seq, string By, string Text) : Violation;

    /// <summary>Two acks for one request name different places in the log.</summary>
    public sealed record AcksDiffer(RoomId Room, long First, long Second, string By, RequestId Request) : Violation;

    public sealed record LoggedTwice(RoomId Room, long First, long Second, string By, string Text) : Violation;

    /// <summary>Every try was refused as having no effect, and yet it is in the log.</summary>
    public sealed record RefusedButLogged(RoomId Room, long Seq, string By, string Text) : Violation;

    /// <summary>A user who had joined, and never left, was told that they are no member.</summary>
    public sealed record RefusedThoughMember(RoomId Room, string By, string Ask) : Violation;

    /// <summary>The log has what what stands before it in the log forbids.</summary>
    public sealed record DoneThoughForbidden(RoomId Room, long Seq, string What) : Violation;

    /// <summary>A user who is out of the room by its log was told to be in.</summary>
    public sealed record InThoughOut(RoomId Room, long Seq, string Ask) : Violation;

    /// <summary>What had been acked was not there yet for who asked later.</summary>
    public sealed record EffectUnseen(RoomId Room, long Acked, long Head, string Ask) : Violation;

    /// <summary>Silence: a request with neither answer nor error.</summary>
    public sealed record NeverAnswered(string Ask) : Violation;

    public sealed record AnsweredLate(string Ask, TimeSpan After) : Violation;

    public sealed record Gap(RoomId Room, long Expected, long Seen, string Connection) : Violation;

    public sealed record DuplicateOrWrongOrder(RoomId Room, long Expected, long Seen, string Connection) : Violation;

    /// <summary>A join said that everything after the position follows, and something did not.</summary>
    public sealed record RecoveredButMissed(RoomId Room, long Expected, long Seen, string Connection) : Violation;

    /// <summary>A join said that events are lost, though all are there.</summary>
    public sealed record NotRecoveredThoughKept(RoomId Room, long Since, long Kept, string Connection) : Violation;

    /// <summary>A join was answered with a head below what this client had already seen.</summary>
    public sealed record JoinWentBack(RoomId Room, long Since, long Head, string Connection) : Violation;

    /// <summary>A listener was told to start anew, though nothing that it still needed was gone.</summary>
    public sealed record ResetWithoutLoss(RoomId Room, long Expected, long Position, string Connection) : Violation;

    /// <summary>An event of a room that the connection had not joined, or had left.</summary>
    public sealed record DeliveredUninvited(RoomId Room, long Seq, string Connection) : Violation;

    public sealed record DeliveredNotLogged(RoomId Room, long Seq, string Connection) : Violation;

    public sealed record ContentDiffers(RoomId Room, long Seq, string Connection) : Violation;

    /// <summary>A connection that wants no echo was sent its own message.</summary>
    public sealed record EchoedAnyway(RoomId Room, long Seq, string Connection) : Violation;

    /// <summary>Everything is quiet, and a live listener still lacks an event.</summary>
    public sealed record NeverDelivered(RoomId Room, long Seq, long Head, string Connection) : Violation;

    /// <summary>The faults are long over, and yet a room cannot be used over a node.</summary>
    public sealed record NotAvailable(RoomId Room, string Node, string Why) : Violation;

    /// <summary>The faults are long over, and yet a live listener has to wait for an event.</summary>
    public sealed record DeliveredLate(RoomId Room, long Seq, long Has, string Connection) : Violation;

    /// <summary>The faults are long over, and yet a live listener did not hear a message of a channel that keeps none.</summary>
    public sealed record NotHeard(RoomId Room, string Text, string Connection) : Violation;

    /// <summary>A message of a channel that keeps none was heard again, though it was sent once.</summary>
    public sealed record HeardTwice(RoomId Room, string Text, string Connection) : Violation;

    /// <summary>A message of a channel that nobody published there, or somebody else did.</summary>
    public sealed record HeardUnsaid(RoomId Room, string Text, string By, string Connection) : Violation;

    /// <summary>One place in one epoch was given to two events, and somebody knew of each.</summary>
    public sealed record SeqReused(RoomId Room, Epoch Epoch, long Seq, string First, string Second) : Violation;

    /// <summary>A room began another epoch, though the store has lost nothing.</summary>
    public sealed record EpochWithoutLoss(RoomId Room, Epoch Epoch) : Violation;

    /// <summary>A listener was given events of another epoch without having been told that it began.</summary>
    public sealed record EpochNotTold(RoomId Room, Epoch Told, Epoch Seen, string Connection) : Violation;

    public sealed record TwoOwnersInOneTerm(ShardId Shard, long Term, string First, string Second) : Violation;

    /// <summary>A write that was accepted though the shard was in another term, or sealed.</summary>
    public sealed record ForeignTerm(ShardId Shard, long Term, long Current, string Writer) : Violation;

    /// <summary>Nodes came and went as planned and nothing else happened, and yet a request failed.</summary>
    public sealed record PlannedMoveNoticed(string Ask, string Answer) : Violation;

    public sealed record HistoryDiffers(string Ask, string Why) : Violation;

    /// <summary>What a message said was shown to somebody who asked after its deletion had been acked.</summary>
    public sealed record DeletedShown(RoomId Room, long Seq, string To) : Violation;

    /// <summary>Everything is quiet, and the list of public rooms says something else than the room's log.</summary>
    public sealed record ListingDiffers(RoomId Room, string Expected, string Found) : Violation;

    /// <summary>Everything is quiet, and the rooms of a user are others than the logs say.</summary>
    public sealed record RoomsOfUserDiffer(string User, string Expected, string Found) : Violation;

    /// <summary>A log has what is older than anything in it may be.</summary>
    public sealed record KeptTooLong(RoomId Room, long Seq, TimeSpan Age) : Violation;

    /// <summary>The room could not be asked who is there, though everything is quiet.</summary>
    public sealed record RosterUnreadable(RoomId Room) : Violation;

    public sealed record GhostInRoster(RoomId Room, string User) : Violation;

    public sealed record MissingInRoster(RoomId Room, string User) : Violation;

    public sealed record PresenceViewDiffers(RoomId Room, string Connection, string Roster, string View) : Violation;

    /// <summary>A room that names nobody tells another number than can be.</summary>
    public sealed record MiscountsItsRoster(RoomId Room, int Counted, int Least, int Most) : Violation;

    /// <summary>A listener was told another number than can be, or than another listener.</summary>
    public sealed record PresenceCountDiffers(RoomId Room, string Connection, int Heard, int Least, int Most) : Violation;

    public sealed record TypesForEver(RoomId Room, string Connection, string User) : Violation;

    public sealed record TokenUsedTwice(string First, string Second) : Violation;

    /// <summary>A young token, presented for the first time, was not honoured.</summary>
    public sealed record ResumeRefused(string Connection) : Violation;

    public sealed record ResumeForgotRoom(RoomId Room, string Connection) : Violation;

    public sealed record ResumeRevivedRoom(RoomId Room, string Connection) : Violation;
}
