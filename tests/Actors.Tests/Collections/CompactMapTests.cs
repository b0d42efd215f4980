using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Xunit;

namespace Streaming.Actors.Tests.Collections;

public sealed class CompactMapTests
{
    /// <summary>Over and under the bound between an array and a table, many times.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(CompactMap<UserId, int>.MaxFew)]
    [InlineData(4 * CompactMap<UserId, int>.MaxFew)]
    public void Map_AfterAnySequence_HoldsWhatADictionaryHolds(int keys)
    {
        var random = new Random(keys);
        var map = default(CompactMap<UserId, int>);
        Dictionary<UserId, int> model = [];
        for (int i = 0; i < 5_000; i++)
        {
            var key = new UserId($"u{random.Next(keys)}");
            bool grows = i / 100 % 2 == 0;
            switch (random.Next(grows ? 3 : 5))
            {
                case 0:
                    map.Set(key, i);
                    model[key] = i;
                    break;
                case 1:
                    Assert.Equal(model.TryAdd(key, i), map.TryAdd(key, i));
                    break;
                default:
                    Assert.Equal(model.Remove(key, out int expected), map.Remove(key, out int removed));
                    Assert.Equal(expected, removed);
                    break;
            }

            Assert.Equal(model.Count, map.Count);
            Assert.Equal(model.TryGetValue(key, out int value), map.TryGetValue(key, out int found));
            Assert.Equal(value, found);
            Assert.Equal(model.OrderBy(static one => one.Key.Value), map.Pairs.OrderBy(static one => one.Key.Value));
        }
    }
}
