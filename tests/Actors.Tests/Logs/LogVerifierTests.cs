using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Logs;

/// <summary>What is wrong with a log is found, named, and does not hide what comes after it; what is right is let be.</summary>
public sealed class LogVerifierTests
{
    private static readonly ImmutableArray<RoomEvent> Beginning = [Some.Created(Some.Ann), Some.Joined(2, Some.Ann, Role.Owner), Some.Joined(3, Some.Bob)];

    [Fact]
    public void Whole_IsGood()
    {
        LogVerification log = Verify(new WrittenLog { Events = [.. Beginning, .. Some.Messages(4, 1_500)] });

        Assert.Empty(log.Findings);
        Assert.True(log.IsGood);
        Assert.Equal((Some.Epoch, 1, 1_500, 1_500, null), (log.Epoch!.Value, log.FirstSeq, log.LastSeq, log.Entries, log.SnapshotSeq));
    }

    [Fact]
    public void NoLog_HasNoEpoch_AndNothingToFind()
    {
        LogVerification log = Verify(new WrittenLog { Epoch = null });

        Assert.Equal((null, 0), (log.Epoch, log.Findings.Length));
    }

    [Fact]
    public void Gaps_AreFound_EachOnce()
    {
        LogVerification log = Verify(new WrittenLog { Events = [.. Beginning, .. Some.Messages(5, 6), .. Some.Messages(9, 10)], LastSeq = 12 });

        Assert.Equal([(LogFault.Missing, 4L), (LogFault.Missing, 7L), (LogFault.Missing, 11L)], Faults(log));
        Assert.Equal("the entries from this one to 8 are missing", log.Findings[1].Detail);
        Assert.False(log.IsGood);
    }

    [Fact]
    public void EntryThatCannotBeRead_IsNamed_AndTheRestIsChecked()
    {
        EntryUnreadable damaged = new() { Seq = 4, Timestamp = Some.Noon, By = Some.Ann, Request = default };

        Assert.Equal(
            [(LogFault.Unreadable, 4L), (LogFault.Missing, 6L)],
            Faults(Verify(new WrittenLog { Events = [.. Beginning, damaged, Some.Message(5), Some.Message(7)] })));
    }

    [Fact]
    public void TwiceTheSameSeq_IsOutOfOrder()
    {
        Assert.Equal([(LogFault.OutOfOrder, 4L)], Faults(Verify(new WrittenLog { Events = [.. Beginning, Some.Message(4), Some.Message(4), Some.Message(5)] })));
    }

    [Fact]
    public void CreatedTwice_OrNotAtAll_IsNotApplicable()
    {
        Assert.Equal(
            [(LogFault.NotApplicable, 4L)],
            Faults(Verify(new WrittenLog { Events = [.. Beginning, Some.Created(Some.Cy) with { Seq = 4 }, Some.Message(5)] })));
        Assert.Equal([(LogFault.NotApplicable, 1L)], Faults(Verify(new WrittenLog { Events = Some.Messages(1, 3) })));
    }

    [Fact]
    public void RequestWithTwoEffects_IsFound_WithinTheTimeInWhichItMustHaveOne()
    {
        LogVerification log = Verify(new WrittenLog
        {
            Events =
            [
                .. Beginning,
                Some.Message(4, request: "q"),
                Some.Message(5, Some.Bob, request: "q"), // another user's
                Some.Message(6, request: "q", at: Some.Noon.AddMinutes(4)),
                Some.Message(7, request: "q", at: Some.Noon.AddMinutes(10)), // forgotten by then
            ],
        });

        Assert.Equal([(LogFault.DoubledRequest, 6L)], Faults(log));
    }

    [Fact]
    public void Trimmed_GoesOnFromItsSnapshot()
    {
        LogVerification log = Verify(new WrittenLog
        {
            FirstSeq = 10,
            Events = [.. Some.Messages(10, 20), Some.Joined(21, Some.Cy)],
            Snapshot = SnapshotOf([.. Beginning, .. Some.Messages(4, 15)]),
        });

        Assert.Empty(log.Findings);
        Assert.Equal((12, 15), (log.Entries, log.SnapshotSeq));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)] // 9 is nowhere
    public void TrimmedPastItsSnapshot_CannotBeBroughtBack(int? snapshotSeq)
    {
        LogVerification log = Verify(new WrittenLog
        {
            FirstSeq = 10,
            Events = Some.Messages(10, 12),
            Snapshot = snapshotSeq is { } seq ? SnapshotOf([.. Beginning, .. Some.Messages(4, seq)]) : null,
        });

        Assert.Equal([(LogFault.Unrecoverable, 10L)], Faults(log));
    }

    [Fact]
    public void SnapshotThatSaysSomethingElse_IsFound()
    {
        LogVerification log = Verify(new WrittenLog
        {
            Events = [.. Beginning, .. Some.Messages(4, 6)],
            Snapshot = SnapshotOf([Some.Created(Some.Ann), Some.Joined(2, Some.Ann, Role.Owner), Some.Joined(3, Some.Cy), Some.Message(4)]),
        });

        Assert.Equal([(LogFault.SnapshotDiffers, 4L)], Faults(log));
    }

    [Fact]
    public void SnapshotOfAnotherLife_IsPassedOver_AndSaidToBe()
    {
        RoomSnapshot snapshot = SnapshotOf([.. Beginning]);
        WrittenLog written = new() { Events = [.. Beginning, Some.Message(4)], Snapshot = snapshot with { State = snapshot.State with { Epoch = new("e0") } } };

        LogVerification log = Verify(written);

        Assert.Equal([(LogFault.SnapshotUnusable, 3L)], Faults(log));
        Assert.True(log.IsGood);
    }

    [Fact]
    public void Doubt_IsSaid_AndNoError()
    {
        LogVerification log = Verify(new WrittenLog { Events = Beginning, IsInDoubt = true });

        Assert.Equal([(LogFault.InDoubt, 3L)], Faults(log));
        Assert.True(log.IsGood);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void OwnerThatHasGivenOutMore_IsFound(long head, bool isGood)
    {
        LogVerification log = Verify(new WrittenLog { Events = Beginning }, Owner(head));

        Assert.Equal((isGood, head), (log.IsGood, log.OwnerSeq));
    }

    [Fact]
    public void TrimmedWhileItIsRead_StartsOver()
    {
        var written = new WrittenLog { Events = [.. Beginning, .. Some.Messages(4, 2_000)] };
        written.OnSecondRead = () =>
        {
            written.FirstSeq = 1_000;
            written.Snapshot = SnapshotOf(written.Events);
            written.Events = [.. written.Events.Skip(999)];
        };

        LogVerification log = Verify(written);

        Assert.Empty(log.Findings);
        Assert.Equal((1_000, 1_001), (log.FirstSeq, log.Entries));
    }

    [Fact]
    public void BrokenAllOver_IsNotListedForEver()
    {
        ImmutableArray<RoomEvent> everySecond = [.. Some.Messages(1, 6_000).Where(e => e.Seq % 2 == 1)];

        Assert.Equal(LogVerifier.MaxFindings, Verify(new WrittenLog { Events = everySecond }).Findings.Length);
    }

    private static LogVerification Verify(WrittenLog log, RoomDescription? owner = null) =>
        new LogVerifier(log).VerifyAsync(Some.Room, owner, CancellationToken.None).AsTask().Result;

    private static IEnumerable<(LogFault, long)> Faults(LogVerification log) => log.Findings.Select(finding => (finding.Fault, finding.Seq));

    private static RoomSnapshot SnapshotOf(ImmutableArray<RoomEvent> events) =>
        new(events.Aggregate(RoomState.Absent(Some.Room, Some.Epoch), (state, e) => state.Apply(e)), []);

    private static RoomDescription Owner(long head) => new(
        Exists: true, Some.Epoch, FirstSeq: 1, head, SnapshotSeq: 0, Some.Ann, MemberCount: 2, Members: [], Present: 0, Listening: [], IsActive: true);
}
