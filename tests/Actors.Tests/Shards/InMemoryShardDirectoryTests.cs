using Streaming.Actors.Shards;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Shards;

public sealed class InMemoryShardDirectoryTests : ShardDirectoryContract
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryShardDirectory _directory;

    public InMemoryShardDirectoryTests() => _directory = new InMemoryShardDirectory(Shards, _clock);

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override ValueTask<IShardDirectory> OpenAsync() => ValueTask.FromResult<IShardDirectory>(_directory);

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
