using System.Globalization;

namespace Streaming.Actors.Shards;

/// <summary>One of a cluster's fixed number of shards, from 0. Everything with an id lives in one.</summary>
public readonly record struct ShardId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
