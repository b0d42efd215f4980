using System.Globalization;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>One of a cluster's fixed number of shards, from 0. Everything with an id lives in one.</summary>
public readonly record struct ShardId(int Value)
{
    /// <summary>The shard of a room's or user's id. The same in every process and release: data lies by it.</summary>
    public static ShardId Of(string id, int shards) => new((int)(StableHash.Of(id) % (ulong)shards));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
