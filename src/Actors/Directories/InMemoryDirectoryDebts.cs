using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Directories;

/// <summary>What is owed to the directory, in this process's memory.</summary>
public sealed class InMemoryDirectoryDebts(InMemoryShardFence fence) : IDirectoryDebts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, (ShardId Shard, DirectoryDebt Debt)> _debts = [];

    public ValueTask OweAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (fence.Takes(writer.Shard, writer.Term))
            {
                var debt = new DirectoryDebt(writer.Room, after, upTo);
                _debts[writer.Room] = (writer.Shard, _debts.TryGetValue(writer.Room, out var known)
                    ? debt with { After = Math.Min(known.Debt.After, after), UpTo = Math.Max(known.Debt.UpTo, upTo) }
                    : debt);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask PayAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (fence.Takes(writer.Shard, writer.Term) && _debts.TryGetValue(writer.Room, out var known))
            {
                if (Rest(known.Debt, after, upTo) is { } rest)
                    _debts[writer.Room] = known with { Debt = rest };
                else
                    _debts.Remove(writer.Room);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static DirectoryDebt? Rest(DirectoryDebt debt, long after, long upTo)
    {
        if (debt.After < after)
            return debt.UpTo <= upTo ? debt with { UpTo = Math.Min(debt.UpTo, after) } : debt;
        return debt.UpTo <= upTo ? null : debt with { After = Math.Max(debt.After, upTo) };
    }

    public ValueTask<ImmutableArray<DirectoryDebt>> ReadAsync(ShardId shard, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<ImmutableArray<DirectoryDebt>>(
            [
                .. _debts.Values.Where(one => one.Shard == shard).Select(static one => one.Debt)
                    .OrderBy(static debt => debt.Room.Value, StringComparer.Ordinal),
            ]);
        }
    }
}
