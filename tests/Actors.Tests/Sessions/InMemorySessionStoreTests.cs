using Streaming.Actors.Sessions;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Sessions;

public sealed class InMemorySessionStoreTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    public InMemorySessionStoreTests() => Store = new InMemorySessionStore(_clock);

    protected override ISessionStore Store { get; }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
