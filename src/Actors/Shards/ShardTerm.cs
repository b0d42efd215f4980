using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>
/// The terms of a shard's owners. A term is a number that rises with each claim, and has its claimant in the low bits: should a
/// directory ever forget its last moments and give a number out twice, the two terms still differ, and the store
/// takes appends in one of them only.
/// </summary>
public static class ShardTerm
{
    /// <summary>
    /// Bits of a term that tell the claimant. With the other 33 a term stays below 2^53, where Lua's numbers are exact;
    /// that is eight thousand million claims of one shard.
    /// </summary>
    public const int MarkBits = 20;

    /// <summary>What the terms of this incarnation end with.</summary>
    public static long MarkOf(string incarnation) => (long)(StableHash.Of(incarnation) & ((1UL << MarkBits) - 1));

    /// <summary>How many claims led to this term: what people are shown.</summary>
    public static long NumberOf(long term) => term >> MarkBits;

    /// <summary>The lowest term of this incarnation above <paramref name="floor"/>, with a number of its own.</summary>
    public static long Next(long floor, string incarnation) => ((NumberOf(floor) + 1) << MarkBits) | MarkOf(incarnation);
}
