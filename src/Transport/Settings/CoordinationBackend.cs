namespace Streaming.Transport.Settings;

/// <summary>Where membership, shard ownership and logs live.</summary>
public enum CoordinationBackend
{
    /// <summary>In this process: a cluster of one, whose rooms end with it.</summary>
    Local,

    /// <summary>In a Redis that all nodes share.</summary>
    Redis,
}
