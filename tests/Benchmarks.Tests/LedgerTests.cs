using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Tests;

public sealed class LedgerTests
{
    private readonly Ledger _ledger = new();
    private readonly PublishedStream _stream;
    private readonly Membership _membership;

    public LedgerTests()
    {
        var room = new Room("room");
        _stream = new PublishedStream(0, new ClientConnection(0, 0), room, slot: 0);
        _membership = new Membership(room, isListening: true) { Next = [0] };
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 }, 0, 0, 4)]
    [InlineData(new[] { 0, 1, 1, 2 }, 0, 1, 3)]
    [InlineData(new[] { 0, 2, 3 }, 1, 0, 4)]
    [InlineData(new[] { 1, 0 }, 1, 1, 2)]
    [InlineData(new[] { 5 }, 5, 0, 6)]
    public void Sequence_IsHeldToBeContiguous(int[] sequences, int lost, int doubled, int settled)
    {
        foreach (int sequence in sequences)
            _ledger.Take(_stream, _membership, sequence, order: -1);

        Assert.Equal((sequences.Length, lost, doubled), (_ledger.DeliveredCount, _ledger.LostCount, _ledger.DoubledCount));
        Assert.Equal(settled, _ledger.SettledCount);
        Assert.Equal(lost + doubled > 0, _ledger.FirstTrouble is not null);
    }

    [Fact]
    public void Take_OnlyWhatIsDue_CountsAsArrived()
    {
        Assert.True(_ledger.Take(_stream, _membership, 0, -1));
        Assert.False(_ledger.Take(_stream, _membership, 0, -1));
        Assert.False(_ledger.Take(_stream, _membership, 2, -1));
        Assert.True(_ledger.Take(_stream, _membership, 3, -1));
    }

    [Fact]
    public void Order_OfTheServerItself_HasToRise()
    {
        _ledger.Take(_stream, _membership, 0, order: 7);
        _ledger.Take(_stream, _membership, 1, order: 9);
        Assert.Equal(0, _ledger.WrongCount);

        _ledger.Take(_stream, _membership, 2, order: 8);
        Assert.Equal(1, _ledger.MisplacedCount);
    }

    [Fact]
    public void Delivery_ToWhoDoesNotListen_IsMisplaced()
    {
        _ledger.Take(_stream, null, 0, -1);
        _ledger.Take(_stream, new Membership(_stream.Room, isListening: false) { Next = [0] }, 0, -1);

        Assert.Equal(2, _ledger.MisplacedCount);
    }

    [Fact]
    public void Ack_IsDueOnceForEachMessage_InAnyOrder()
    {
        ClientConnection publisher = _stream.Publisher;
        long[] numbers = [.. Enumerable.Range(0, 200).Select(_ => (long)publisher.Acks.Next())];
        foreach (long number in numbers.Reverse())
            _ledger.TakeAck(publisher, number);
        Assert.Equal((200, 0), (_ledger.AckedCount, _ledger.WrongCount));

        _ledger.TakeAck(publisher, 70);
        _ledger.TakeAck(publisher, 200);
        _ledger.TakeAck(publisher, -1);
        Assert.Equal((200, 1, 2), (_ledger.AckedCount, _ledger.DoubledCount, _ledger.MisplacedCount));
        Assert.Contains("message 70", _ledger.FirstTrouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_IsInFlight_UntilItsLastListenerHasIt()
    {
        _stream.Room.ListenerCount = 2;
        _stream.CountInFlight();
        Assert.Equal(0, _stream.Send());
        Assert.Equal(1, _stream.Send());

        Assert.False(_stream.Arrived(0));
        Assert.False(_stream.Arrived(1));
        Assert.True(_stream.Arrived(0));
        Assert.Equal(1, _stream.InFlight);
        Assert.True(_stream.Arrived(1));
        Assert.Equal(0, _stream.InFlight);
    }
}
