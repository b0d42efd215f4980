using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Limits;

public sealed class InMemoryConnectionCountsTests : ConnectionCountsContract
{
    private readonly InMemoryConnectionCounts _counts = new();

    protected override IConnectionCounts Node(int number) => _counts;

    [Fact]
    public async Task GivenBack_NothingIsRemembered()
    {
        ConnectionPlace[] places = [.. Enumerable.Range(0, 100).Select(i => Place(new UserId($"u{i % 7}"), $"192.0.2.{i % 5}") with { IsGuest = i % 3 == 0 })];
        foreach (ConnectionPlace place in places)
            await TakeAsync(0, place, new ConnectionCaps(1000, 1000, 1000));
        foreach (ConnectionPlace place in places)
            _counts.GiveBack(place);

        Assert.Equal(0, _counts.Count);
    }
}
