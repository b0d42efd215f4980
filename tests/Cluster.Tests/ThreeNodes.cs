using Streaming.Support;

namespace Streaming.Cluster.Tests;

/// <summary>Three nodes for the tests of a class. Their Redis writes down what it has.</summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    internal RedisProcess Redis { get; } = new("--save", "", "--appendonly", "yes", "--appendfsync", "always");

    public ClusterUnderTest Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Redis.StartAsync();
        Cluster = await ClusterUnderTest.StartAsync(3, $"--Streaming:Redis:Configuration=127.0.0.1:{Redis.Port}");
    }

    public async Task DisposeAsync()
    {
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
