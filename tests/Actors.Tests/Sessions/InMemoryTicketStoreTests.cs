using Streaming.Actors.Sessions;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Sessions;

public sealed class InMemoryTicketStoreTests : TicketStoreContract
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();

    public InMemoryTicketStoreTests() => Store = new InMemoryTicketStore(_clock);

    protected override ITicketStore Store { get; }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Keep_Full_RefusesOthersUntilTheOldOnesAreOver()
    {
        for (int i = 0; i < InMemoryTicketStore.MaxTickets; i++)
            Assert.True(await Store.KeepAsync($"t{i}", default, Ttl, default));

        Assert.False(await Store.KeepAsync("one more", default, Ttl, default));
        Assert.NotNull(await Store.TakeAsync("t0", default));
        await PassAsync(Ttl);
        Assert.True(await Store.KeepAsync("one more", default, Ttl, default));
    }
}
