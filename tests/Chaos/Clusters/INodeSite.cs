namespace Streaming.Chaos.Clusters;

/// <summary>Where a node runs, and the line between it and Redis, which can be cut.</summary>
internal interface INodeSite : IAsyncDisposable
{
    /// <summary>How it is cut, for the report.</summary>
    string Name { get; }

    /// <summary>The address that the node listens on.</summary>
    string Address { get; }

    /// <summary>A command that starts the node there; empty: it is started as it is.</summary>
    IReadOnlyList<string> Within { get; }

    /// <summary>The address of this machine as the node sees it; null: the loopback address.</summary>
    string? Outside { get; }

    /// <summary>The address by which the node reaches Redis.</summary>
    string RedisAddress(int redisPort);

    /// <summary>Nothing goes to Redis or comes from it any more, and nobody is told.</summary>
    Task CutAsync();

    Task HealAsync();
}
