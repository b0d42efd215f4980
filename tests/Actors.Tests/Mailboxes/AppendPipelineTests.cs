using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>Commands go on being decided while an append is on its way, and nobody hears of anything before it is logged.</summary>
public sealed class AppendPipelineTests : IDisposable
{
    private readonly RoomRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Post_WhileAnAppendIsInFlight_GathersTheNextBatch()
    {
        _rig.OpenRoom();
        _rig.Log.Appends.Clear();
        _rig.Log.HoldsAppends = true;

        Ask first = _rig.Ask(Some.Publish(Some.Ann, "1"));
        Ask[] rest = [.. Enumerable.Range(2, 5).Select(i => _rig.Ask(Some.Publish(Some.Ann, $"{i}")))];

        Assert.Single(_rig.Log.Appends);
        Assert.False(first.IsAnswered);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.True(first.IsAnswered);
        Assert.All(rest, ask => Assert.False(ask.IsAnswered));
        Assert.Equal(2, _rig.Log.Appends.Count);
        Assert.Equal([5, 6, 7, 8, 9], _rig.Log.Appends[1].Events.Select(e => e.Seq));
        Assert.Equal(4, _rig.Log.Appends[1].ExpectedSeq);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal([5L, 6, 7, 8, 9], rest.Select(ask => Assert.IsType<RoomReply.Published>(ask.Reply).Message.Seq));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], _rig.Texts());
    }

    [Fact]
    public void Post_ManyAtOnce_AreOneAppend()
    {
        _rig.OpenRoom();
        _rig.Log.Appends.Clear();

        for (int i = 0; i < 100; i++)
            _rig.Post(Some.Publish(Some.Ann));
        _rig.Turns.Run();

        Assert.Equal(100, Assert.Single(_rig.Log.Appends).Events.Length);
    }

    [Theory]
    [InlineData(1_000, 10, 256)] // bounded by events
    [InlineData(40, 60_000, 9)] // bounded by bytes: the ninth message passes 512 KiB
    public void Post_MoreThanOneAppendMayHold_IsSplit(int messages, int size, int largest)
    {
        _rig.OpenRoom();
        _rig.Log.Appends.Clear();
        string text = new('x', size);

        Ask[] asks = [.. Enumerable.Range(0, messages).Select(_ => _rig.Post(Some.Publish(Some.Ann, text)))];
        _rig.Turns.Run();

        Assert.All(_rig.Log.Appends, append => Assert.InRange(append.Events.Length, 1, largest));
        Assert.Equal(largest, _rig.Log.Appends[0].Events.Length);
        Assert.All(asks, ask => Assert.IsType<RoomReply.Published>(ask.Reply));
        Assert.Equal(messages + 3, _rig.Page().LastSeq);
    }

    [Fact]
    public void Append_Arrived_IsBroadcastBeforeTheSenderIsAnswered()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();
        _rig.Log.HoldsAppends = true;

        Ask ask = _rig.Ask(Some.Publish(Some.Ann));
        Assert.Empty(_rig.Link.Messages<EventsCommitted>());
        Assert.False(ask.IsAnswered);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        EventsCommitted committed = Assert.Single(_rig.Link.Messages<EventsCommitted>());
        Assert.Equal(4, Assert.Single(committed.Events).Seq);
        Assert.Equal(_rig.Epoch(), committed.Epoch);
        Assert.True(ask.IsAnswered);
    }

    [Fact]
    public void Refusal_DecidedOnUnconfirmedState_WaitsForWhatItWasDecidedOn()
    {
        _rig.OpenRoom();
        _rig.Log.HoldsAppends = true;
        Ask leave = _rig.Ask(Some.Leave(Some.Bob));

        Ask refused = _rig.Ask(Some.Publish(Some.Bob));
        Assert.False(refused.IsAnswered);

        // The leave never reaches the log, so the refusal was never true: decided again, Bob leaves first and is refused after.
        _rig.Log.TakeHeld().GetLost();
        _rig.Turns.Run();
        Assert.False(refused.IsAnswered);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();
        Assert.IsType<RoomReply.Done>(leave.Reply);
        Assert.Equal(RoomRefusal.NotAMember, Assert.IsType<RoomReply.Refused>(refused.Reply).Why);
    }

    [Fact]
    public void Read_DecidedOnUnconfirmedState_WaitsForTheBatchThatMadeIt()
    {
        _rig.OpenRoom();
        _rig.Log.HoldsAppends = true;
        _rig.Ask(Some.Publish(Some.Ann));
        _rig.Ask(Some.Publish(Some.Ann));
        Ask read = _rig.Ask(Some.Read(Some.Ann));

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();
        Assert.False(read.IsAnswered);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();
        Assert.Equal(5, Assert.IsType<RoomReply.Readable>(read.Reply).LastSeq);
    }

    [Fact]
    public void SettleAsync_WithAppendsInFlight_CompletesWhenTheyAreLogged()
    {
        _rig.OpenRoom();
        _rig.Log.HoldsAppends = true;
        Ask ask = _rig.Ask(Some.Publish(Some.Ann));

        Task settled = _rig.Host.SettleAsync();
        _rig.Turns.Run();
        Assert.False(settled.IsCompleted);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();
        Assert.True(ask.IsAnswered);
        Assert.True(settled.IsCompletedSuccessfully);
    }

    [Fact]
    public void SettleAsync_WithNothingToDo_CompletesInOneTurn()
    {
        _rig.OpenRoom();

        Task settled = _rig.Host.SettleAsync();
        _rig.Turns.Run();

        Assert.True(settled.IsCompletedSuccessfully);
    }

    [Fact]
    public void Rooms_AreApart()
    {
        var other = new Streaming.Actors.Ids.RoomId("other");
        _rig.OpenRoom();
        _rig.OpenRoom(other);
        _rig.Log.HoldsAppends = true;

        Ask held = _rig.Ask(Some.Publish(Some.Ann));
        _rig.Log.HoldsAppends = false;
        Ask elsewhere = _rig.Ask(Some.Publish(Some.Ann), other);

        Assert.False(held.IsAnswered);
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(elsewhere.Reply).Message.Seq);
    }
}
