using Microsoft.Extensions.Logging;
using Streaming.Actors.Directories;
using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Has the rooms of a shard that comes to this node pay what their owners before owed the directory: also those that nobody asks for, since the
/// list of rooms is read by whoever likes. And those of this node that had to leave it unpaid.
/// </summary>
internal sealed partial class DirectoryDebts : WheelEntry
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private readonly IDirectoryDebts _store;
    private readonly Func<ShardMap> _cluster;
    private readonly TimingWheel _wheel;
    private readonly PacedQueue<(DirectoryDebt Debt, ShardId Shard)> _owed;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    /// <summary>Guarded by the gate.</summary>
    private readonly SortedSet<int> _toRead = [];

    public DirectoryDebts(IDirectoryDebts store, Func<ShardMap> cluster, RoomHost rooms, TimingWheel wheel, ILogger<DirectoryDebts> logger)
    {
        (_store, _cluster, _wheel, _logger) = (store, cluster, wheel, logger);
        _owed = new PacedQueue<(DirectoryDebt Debt, ShardId Shard)>(wheel, one =>
        {
            if (_cluster().Served[one.Shard.Value] is > 0 and var term)
                rooms.MendDirectory(one.Debt, one.Shard, term);
        });
        rooms.LeftOwing += ReadAgain;
    }

    public void Note(ShardMap before, ShardMap now)
    {
        for (int shard = 0; shard < now.Served.Length; shard++)
        {
            if (now.Served[shard] > 0 && now.Served[shard] != before.Served[shard])
                _ = ReadAsync(new ShardId(shard));
        }
    }

    protected internal override void OnDue()
    {
        int[] shards;
        lock (_gate)
        {
            shards = [.. _toRead];
            _toRead.Clear();
        }

        foreach (int shard in shards)
        {
            if (_cluster().Served[shard] > 0)
                _ = ReadAsync(new ShardId(shard));
        }
    }

    private async Task ReadAsync(ShardId shard)
    {
        try
        {
            _owed.Add((await _store.ReadAsync(shard, CancellationToken.None)).Select(debt => (debt, shard)));
        }
        catch (Exception e)
        {
            LogNotRead(_logger, e, shard);
            ReadAgain(shard);
        }
    }

    private void ReadAgain(ShardId shard)
    {
        lock (_gate)
        {
            if (_toRead.Count == 0)
                _wheel.Schedule(this, Again);
            _toRead.Add(shard.Value);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Shard {ShardId}: what is owed to the directory of rooms cannot be read now; it is tried again")]
    private static partial void LogNotRead(ILogger logger, Exception e, ShardId shardId);
}
