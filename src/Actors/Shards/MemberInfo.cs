namespace Streaming.Actors.Shards;

/// <summary>What a node tells the others of itself with every beat.</summary>
public sealed record MemberInfo
{
    /// <summary>Where clients and load balancers reach it.</summary>
    public string Url { get; init; } = "";

    /// <summary>The release it runs.</summary>
    public string Version { get; init; } = "";

    public string? Region { get; init; }

    /// <summary>Its capacity, relative to the others': above 0. Decides its share of the shards.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>It is on its way out: it gives its shards up and takes no new ones.</summary>
    public bool IsDraining { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Client connections, when it last said so.</summary>
    public int Connections { get; init; }

    /// <summary>Rooms in its memory, when it last said so.</summary>
    public int Rooms { get; init; }
}
