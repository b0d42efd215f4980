using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Actors.Tests.Ids;

/// <summary>The values are pinned: where a room lives must be the same in every process and in every release.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0xefd01f60ba992926UL)]
    [InlineData("a", 0x82a2a958a9bece5bUL)]
    [InlineData("b", 0x6e673288764ad2d0UL)]
    [InlineData("lobby", 0xb4eaf00bb6c1c767UL)]
    [InlineData("room:42", 0x601731172947d59fUL)]
    [InlineData("A.very_long-name@with:all.kinds.of.characters-0123456789", 0x73711306368f9246UL)]
    public void Of_NeverChanges(string text, ulong hash) => Assert.Equal(hash, StableHash.Of(text));

    [Fact]
    public void ShardOf_NeverChanges() =>
        Assert.Equal([103, 159, 91, 208], new[] { "lobby", "room:42", "a", "b" }.Select(room => ShardMap.Unknown(256).ShardOf(new RoomId(room)).Value));

    [Fact]
    public void ShardOf_SpreadsNamesThatLookAlike()
    {
        ShardMap map = ShardMap.Unknown(256);
        int[] rooms = new int[256];
        for (int i = 0; i < 25_600; i++)
            rooms[map.ShardOf(new RoomId($"room-{i}")).Value]++;

        Assert.All(rooms, count => Assert.InRange(count, 50, 160)); // 100 each on average; five deviations either way
    }
}
