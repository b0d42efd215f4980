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
    [InlineData(new[] { 0, 1, 2, 3 }, 0, 0)]
    [InlineData(new[] { 0, 1, 1, 2 }, 0, 1)]
    [InlineData(new[] { 0, 2, 3 }, 1, 0)]
    [InlineData(new[] { 1, 0 }, 1, 1)]
    [InlineData(new[] { 5 }, 5, 0)]
    public void Sequence_IsHeldToBeContiguous(int[] sequences, int lost, int doubled)
    {
        foreach (int sequence in sequences)
            _ledger.Take(_stream, _membership, sequence, order: -1);

        Assert.Equal((sequences.Length, lost, doubled), (_ledger.DeliveredCount, _ledger.LostCount, _ledger.DoubledCount));
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
