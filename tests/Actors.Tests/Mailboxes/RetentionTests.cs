using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>What is too old goes, whether anybody uses the room or not.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(10);
    private readonly RoomRig _rig = new(new MailboxOptions { MessagesPerSecond = 0, MaxLogAge = MaxAge });

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Look_TakesWhatIsTooOld_AndLeavesTheRest()
    {
        Talk(days: 0, messages: 20);
        Talk(days: 6, messages: 5);
        Sleep(TimeSpan.FromDays(5));

        Look();

        Assert.Equal((24L, 28L), (_rig.Page().FirstSeq, _rig.Page().LastSeq));
        Assert.Equal(5, _rig.Texts().Count());
    }

    [Fact]
    public void Look_WhereNothingIsTooOld_ChangesNothing_AndTakesNoSnapshot()
    {
        Talk(days: 0, messages: 20);
        Sleep(TimeSpan.FromDays(9));

        Look();

        Assert.Equal(1, _rig.Page().FirstSeq);
        Assert.Empty(_rig.Log.Keeping);
    }

    [Fact]
    public void Look_WhereAllIsTooOld_LeavesNoContent_AndTheRoomAsItWas()
    {
        Talk(days: 0, messages: 20);
        Sleep(TimeSpan.FromDays(11));

        Look();

        var left = Assert.IsType<MessagePublished>(Assert.Single(_rig.Page().Events));
        Assert.Equal((23L, true), (left.Seq, left.IsRedacted));
        Assert.Equal(24, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Bob)).Reply).Message.Seq);
        Assert.IsType<RoomReply.Readable>(_rig.Ask(Some.Read(Some.Ann)).Reply);
    }

    [Fact]
    public void Look_AlsoTakesWhatIsTooMuch()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, MaxLogAge = MaxAge, MaxLogEntries = 100 });
        ImmutableArray<RoomEvent> messages = [Some.Created(Some.Ann), Some.Joined(2, Some.Ann), .. Enumerable.Range(3, 238).Select(seq => Some.Message(seq, at: rig.Clock.GetUtcNow()))];
        rig.Append(Some.Room, Some.Epoch, messages);

        rig.Host.LookForAge(Some.Room, default, rig.Term);
        rig.Turns.Run();

        Assert.Equal((141L, 240L), (rig.Page().FirstSeq, rig.Page().LastSeq));
    }

    [Fact]
    public void Look_NeedsFewReads()
    {
        Talk(days: 0, messages: 3_000);
        Talk(days: 6, messages: 3_000);
        Sleep(TimeSpan.FromDays(5));
        _rig.Log.Reads.Clear();

        Look();

        Assert.Equal(3_004, _rig.Page().FirstSeq);
        Assert.InRange(_rig.Log.Reads.Count, 1, 25);
    }

    [Fact]
    public void Look_IsNoUse_ThatKeepsTheRoomInMemory()
    {
        Talk(days: 0, messages: 3);
        Sleep(TimeSpan.FromDays(11));
        Look();
        Assert.Equal(1, _rig.Host.ActiveRooms);

        _rig.Pass(TimeSpan.FromSeconds(62));

        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void Look_InARoomWithAnAppendUnderWay_HappensWithItsCommit()
    {
        Talk(days: 0, messages: 3);
        Sleep(TimeSpan.FromDays(11));
        _rig.Log.HoldsAppends = true;
        Ask ask = _rig.Ask(Some.Publish(Some.Ann));
        Look();
        Assert.Equal(1, _rig.Page().FirstSeq);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal((7L, 7L), (_rig.Page().FirstSeq, Assert.IsType<RoomReply.Published>(ask.Reply).Message.Seq));
    }

    [Fact]
    public void Look_IntoALogThatIsAway_HarmsNothing_AndIsMadeAgain()
    {
        Talk(days: 0, messages: 3);
        Sleep(TimeSpan.FromDays(11));
        _rig.Log.FailsSnapshots = true;
        Look();
        Assert.Equal(1, _rig.Page().FirstSeq);
        Assert.NotEmpty(Older());

        _rig.Log.FailsSnapshots = false;
        Look();

        Assert.Equal(6, _rig.Page().FirstSeq);
        Assert.Empty(Older());
    }

    [Fact]
    public void Sweep_FindsRoomsThatNobodyUses_SomeAtATime()
    {
        RoomId[] rooms = [.. Enumerable.Range(0, 40).Select(static i => new RoomId($"room-{i}"))];
        foreach (RoomId room in rooms)
            _rig.OpenRoom(room);
        Sleep(TimeSpan.FromDays(11));
        Sweep().Start();

        _rig.Pass(TimeSpan.FromSeconds(1.2));
        Assert.Equal(16, _rig.Host.ActiveRooms);

        _rig.Pass(TimeSpan.FromSeconds(3));
        Assert.All(rooms, room => Assert.Equal(3, _rig.Page(room).FirstSeq));

        // Each was looked at once, and none stays for it.
        _rig.Log.Reads.Clear();
        _rig.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(_rig.Log.Reads);
        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void Sweep_OfRoomsThatCannotBeRead_DoesNotStopTheOthers()
    {
        RoomId[] damaged = [.. Enumerable.Range(0, 30).Select(static i => new RoomId($"a-{i}"))];
        foreach (RoomId room in damaged)
            _rig.Append(room, Some.Epoch, [Some.Message(1, at: _rig.Clock.GetUtcNow()), Some.Joined(3, Some.Ann)]); // no room can be made of that
        Talk(days: 1, messages: 3);
        Sleep(TimeSpan.FromDays(11));
        Sweep().Start();

        _rig.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal(6, _rig.Page().FirstSeq);
    }

    [Fact]
    public void Sweep_WhileTheStoreIsAway_GoesOnWhenItIsBack()
    {
        Talk(days: 0, messages: 3);
        Sleep(TimeSpan.FromDays(11));
        _rig.Log.IsDown = true;
        Sweep().Start();
        _rig.Pass(TimeSpan.FromSeconds(5));

        _rig.Log.IsDown = false;
        _rig.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(6, _rig.Page().FirstSeq);
    }

    [Fact]
    public void Sweep_OfShardsOfOthers_AsksForNothing()
    {
        Talk(days: 0, messages: 3);
        Sleep(TimeSpan.FromDays(11));
        new RetentionSweep(_rig.Log, static () => ShardMap.Unknown(1), _rig.Host, _rig.Wheel, _rig.Clock, MaxAge).Start();

        _rig.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(1, _rig.Page().FirstSeq);
    }

    [Fact]
    public void Pack_FollowsTheSnapshots_OfLongLogsOnly()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, UnpackedLogEntries = 1_000 });
        rig.OpenRoom();
        rig.Log.BlocksToPack = 100;
        for (int i = 0; i < 1_400; i++)
            rig.Ask(Some.Publish(Some.Ann));
        Assert.DoesNotContain(rig.Log.Keeping, static one => one.StartsWith("pack", StringComparison.Ordinal));

        rig.Pass(TimeSpan.FromSeconds(6));
        for (int i = 0; i < 600; i++)
            rig.Ask(Some.Publish(Some.Ann));

        // Behind the snapshot, and no more than a few blocks at once.
        Assert.Equal(4, rig.Log.Keeping.Count(static one => one == "pack 1000"));
        Assert.StartsWith("snapshot", rig.Log.Keeping[^5], StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_OfManyRooms_IsBounded()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, UnpackedLogEntries = 100 });
        rig.Log.BlocksToPack = 10_000;
        for (int i = 0; i < 30; i++)
        {
            var room = new RoomId($"room-{i}");
            rig.OpenRoom(room);
            for (int j = 0; j < 600; j++)
                rig.Ask(Some.Publish(Some.Ann), room);
        }

        Assert.InRange(rig.Log.Keeping.Count(static one => one.StartsWith("pack", StringComparison.Ordinal)), 15, 25);
    }

    [Fact]
    public void Pack_SwitchedOff_IsNotAskedFor()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, UnpackedLogEntries = 0 });
        rig.OpenRoom();
        for (int i = 0; i < 1_000; i++)
            rig.Ask(Some.Publish(Some.Ann));

        Assert.DoesNotContain(rig.Log.Keeping, static one => one.StartsWith("pack", StringComparison.Ordinal));
    }

    private RetentionSweep Sweep() =>
        new(_rig.Log, () => ShardMap.Unknown(1) with { Served = [_rig.Term] }, _rig.Host, _rig.Wheel, _rig.Clock, MaxAge);

    /// <summary>Ann and Bob are in the room, and Ann says something so many days from now.</summary>
    private void Talk(int days, int messages)
    {
        Sleep(TimeSpan.FromDays(days));
        _rig.OpenRoom();
        for (int i = 0; i < messages; i++)
            _rig.Ask(Some.Publish(Some.Ann));
    }

    /// <summary>Until nobody remembers, and then some.</summary>
    private void Sleep(TimeSpan time)
    {
        _rig.Pass(TimeSpan.FromSeconds(62));
        _rig.Clock.Jump(time);
        _rig.Turns.Run();
        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    private void Look()
    {
        _rig.Host.LookForAge(Some.Room, default, _rig.Term);
        _rig.Turns.Run();
    }

    private ImmutableArray<RoomId> Older() =>
        _rig.Log.FindOlderAsync(default, _rig.Clock.GetUtcNow() - MaxAge, 10, default).AsTask().Result;
}
