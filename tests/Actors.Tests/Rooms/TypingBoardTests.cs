using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

public sealed class TypingBoardTests
{
    private readonly TypingBoard _board = new();

    [Fact]
    public void Set_TellsTheFirstStartAndTheFirstStop()
    {
        Assert.True(_board.Set(Some.Ann, true, Some.Noon));
        Assert.False(_board.Set(Some.Ann, true, Some.Noon.AddSeconds(1)));
        Assert.True(_board.Set(Some.Ann, false, Some.Noon.AddSeconds(2)));
        Assert.False(_board.Set(Some.Ann, false, Some.Noon.AddSeconds(2)));
        Assert.True(_board.IsEmpty);
    }

    [Fact]
    public void Expire_IsFiveSecondsAfterTheLastStart_EachForItself()
    {
        _board.Set(Some.Ann, true, Some.Noon);
        _board.Set(Some.Bob, true, Some.Noon.AddSeconds(1));
        _board.Set(Some.Ann, true, Some.Noon.AddSeconds(3));

        Assert.Equal(Some.Noon.AddSeconds(6), _board.NextExpiry());
        Assert.Empty(_board.Expire(Some.Noon.AddSeconds(6).AddTicks(-1)));
        Assert.Equal([Some.Bob], _board.Expire(Some.Noon.AddSeconds(6)));
        Assert.Equal([Some.Ann], _board.Expire(Some.Noon.AddSeconds(8)));
        Assert.Null(_board.NextExpiry());
    }

    [Fact]
    public void Set_BeyondTenTypists_GoesUnannounced_UntilOneStops()
    {
        for (int i = 0; i < 10; i++)
            Assert.True(_board.Set(new UserId($"u{i}"), true, Some.Noon));

        Assert.False(_board.Set(Some.Ann, true, Some.Noon));
        Assert.False(_board.Set(Some.Ann, false, Some.Noon)); // nobody heard of the start
        _board.Set(new UserId("u0"), false, Some.Noon);
        Assert.True(_board.Set(Some.Ann, true, Some.Noon));
    }

    [Fact]
    public void Set_OfOneWhoIsUnannounced_EndsNobodysTime()
    {
        for (int i = 0; i < 10; i++)
            _board.Set(new UserId($"u{i}"), true, Some.Noon);
        _board.Set(Some.Ann, true, Some.Noon.AddSeconds(4)); // said again when there is room, not remembered

        Assert.Equal(10, _board.Expire(Some.Noon.AddSeconds(5)).Count);
        Assert.True(_board.IsEmpty);
        Assert.True(_board.Set(Some.Ann, true, Some.Noon.AddSeconds(7)));
    }

    [Fact]
    public void RemoveWhere_GivesThoseWhomListenersKnow()
    {
        _board.Set(Some.Ann, true, Some.Noon);
        _board.Set(Some.Bob, true, Some.Noon);

        Assert.Equal([Some.Bob], _board.RemoveWhere(static user => user != Some.Ann));
        Assert.Empty(_board.RemoveWhere(static user => user == Some.Cy));
        Assert.True(_board.Set(Some.Bob, true, Some.Noon));
    }
}
