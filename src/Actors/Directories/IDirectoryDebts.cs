using System.Collections.Immutable;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Directories;

/// <summary>
/// Port: which rooms' owners still owe the directory something. Said before an append and taken back when the directory has been told, in the
/// store that holds the log: so a log that has the append has the debt as well, and whoever owns the shard next pays it.
/// <para>What is said in a term that is not the shard's is ignored.</para>
/// </summary>
public interface IDirectoryDebts
{
    /// <summary>What is appended behind <paramref name="after"/>, up to <paramref name="upTo"/>, is owed, together with what was owed before.</summary>
    ValueTask OweAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation);

    /// <summary>
    /// What stands behind <paramref name="after"/>, up to <paramref name="upTo"/>, has been told. What is owed since before stays owed: an owner before
    /// may have left it, and this one not have read of it yet.
    /// </summary>
    ValueTask PayAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation);

    /// <summary>Everything that is owed of a shard's rooms.</summary>
    ValueTask<ImmutableArray<DirectoryDebt>> ReadAsync(ShardId shard, CancellationToken cancellation);
}
