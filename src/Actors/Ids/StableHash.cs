namespace Streaming.Actors.Ids;

/// <summary>
/// A hash that is the same in every process and release, because shards are chosen by it: 64-bit
/// FNV-1a with a final mix (the finaliser of MurmurHash3), so that ids that differ in one
/// character spread over all shards.
/// </summary>
public static class StableHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = OffsetBasis;
        foreach (char c in text)
            hash = (hash ^ c) * Prime;

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
