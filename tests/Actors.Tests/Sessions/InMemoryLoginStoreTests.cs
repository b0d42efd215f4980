using Streaming.Actors.Sessions;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Sessions;

public sealed class InMemoryLoginStoreTests : LoginStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ILoginStore Store { get; } = new InMemoryLoginStore();

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
