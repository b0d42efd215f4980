using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Gathers what changes in the cluster until the wheel's next tick: shards come and go a few at a time, and to go through all
/// users for each few would be a waste; nor must the keeper wait for it.
/// </summary>
/// <param name="act">Told the shards that have got another owner.</param>
internal sealed class ShardChanges(TimingWheel wheel, Action<IReadOnlySet<ShardId>> act) : WheelEntry
{
    private readonly Lock _gate = new();
    private HashSet<ShardId> _moved = [];

    public void Note(ShardMap before, ShardMap now)
    {
        lock (_gate)
        {
            for (int shard = 0; shard < now.Owners.Length; shard++)
            {
                if (now.Owners[shard] is { } owner && owner != before.Owners[shard])
                    _moved.Add(new ShardId(shard));
            }
        }

        wheel.Schedule(this, TimeSpan.Zero);
    }

    protected internal override void OnDue()
    {
        HashSet<ShardId> moved;
        lock (_gate)
            (moved, _moved) = (_moved, []);

        act(moved);
    }
}
