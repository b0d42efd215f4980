using System.Globalization;

namespace Streaming.Redis.Shards;

/// <summary>
/// What all nodes of a cluster have to have alike, since data lies by it. The first node writes it down beside the data, and
/// one that disagrees is refused. All other settings may differ for as long as a rolling change takes: each node
/// brings its own lease to the directory, and limits and retention are applied by whoever owns the room.
/// </summary>
/// <param name="Shards"><c>Streaming:Cluster:Shards</c>: the shard of a room is a hash of its id over this number.</param>
/// <param name="Format">How keys and entries are written; raised by a release that an earlier one must not write beside.</param>
public sealed record AgreedSettings(int Shards, int Format = AgreedSettings.CurrentFormat)
{
    public const int CurrentFormat = 1;

    /// <summary>One line of <c>name=value</c>, as it is stored.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"shards={Shards} format={Format}");
}
