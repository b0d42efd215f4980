using Streaming.Chaos.Checks;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Tests;

/// <summary>The checker bites: each promise, broken once.</summary>
public sealed class CheckerTests
{
    private const string Room = "room";
    private const string Epoch = "e1";

    private readonly Recorder _recorder = new(new RunClock());
    private readonly Dictionary<long, string> _log = [];
    private readonly List<FaultRecord> _faults = [];
    private long _head;

    public CheckerTests()
    {
        Publish("a", 3);
        Publish("b", 4);
        Publish("c", 5);
    }

    [Fact]
    public void Check_WhenAllIsWell_FindsNothing()
    {
        Listening listening = Enter(since: 2, recovered: true);
        Hear(listening, 3, "u: a");
        Hear(listening, 4, "u: b");
        Hear(listening, 5, "u: c");

        Assert.Empty(Kinds());
    }

    [Fact]
    public void Check_AckedAndNotLogged_IsLost()
    {
        _log.Remove(4);

        Assert.Equal([ViolationKind.Lost], Kinds());
    }

    [Fact]
    public void Check_LoggedTwice_IsDuplicated()
    {
        _log[6] = "u: b";

        Assert.Equal([ViolationKind.Duplicated], Kinds());
    }

    [Fact]
    public void Check_LoggedElsewhereThanAcked_Differs()
    {
        _log.Remove(4);
        _log[6] = "u: b";

        Assert.Equal([ViolationKind.Differs], Kinds());
    }

    [Fact]
    public void Check_AGap_IsOutOfOrder()
    {
        Listening listening = Enter(since: 2, recovered: true);
        Hear(listening, 3, "u: a");
        Hear(listening, 5, "u: c");

        Assert.Equal([ViolationKind.OutOfOrder], Kinds());
    }

    [Fact]
    public void Check_MissedAcrossAResume_IsOutOfOrder()
    {
        Hear(Enter(since: 3, recovered: true), 5, "u: c");

        Assert.Equal([ViolationKind.OutOfOrder], Kinds());
    }

    [Fact]
    public void Check_TheSameAgain_IsDuplicated()
    {
        Listening listening = Enter(since: 2, recovered: true);
        Hear(listening, 3, "u: a");
        Hear(listening, 3, "u: a");

        Assert.Equal([ViolationKind.Duplicated], Kinds());
    }

    [Fact]
    public void Check_TwoContentsAtOnePosition_Differs()
    {
        Hear(Enter(since: 2, recovered: true), 3, "u: a");
        Hear(Enter(since: 2, recovered: true), 3, "u: another");

        Assert.Equal([ViolationKind.Differs], Kinds());
    }

    [Fact]
    public void Check_NotRecovered_IsRightOnlyOnceSomethingMayHaveBeenLost()
    {
        Enter(since: 2, recovered: false);
        Assert.Equal([ViolationKind.RecoveryRefused], Kinds());

        _faults.Add(new FaultRecord("redis", "", MayLoseTail: true, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, LongestGhost: null));
        Assert.Empty(Kinds());
    }

    private IEnumerable<ViolationKind> Kinds()
    {
        var logs = new Dictionary<string, RoomLogCopy> { [Room] = new RoomLogCopy(Room, Epoch, _head, _log) };
        return Checker.Check(new RunRecord(_recorder, _faults, logs)).Select(static violation => violation.Kind);
    }

    private void Publish(string text, long seq)
    {
        _recorder.Acked(_recorder.Begin("u", Room, text, text), TimeSpan.Zero, seq, Epoch);
        _log[seq] = $"u: {text}";
        _head = seq;
    }

    private Listening Enter(long since, bool recovered)
    {
        Listening listening = _recorder.Enter("u", 1, "n1", Room);
        listening.Add(new Heard.Entered(TimeSpan.FromSeconds(1), since, Epoch, recovered, _head, FirstSeq: 1, Epoch));
        return listening;
    }

    private static void Hear(Listening listening, long seq, string content) =>
        listening.Add(new Heard.Event(TimeSpan.FromSeconds(2), seq, Epoch, content));
}
