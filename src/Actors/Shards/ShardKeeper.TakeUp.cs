namespace Streaming.Actors.Shards;

/// <summary>Taking a shard up, and giving one up that is another's: where the one begins and the other ends, nothing of the shard is in memory.</summary>
public sealed partial class ShardKeeper
{
    /// <summary>Has the fence let us write, then takes commands. All shards at once: the store pipelines.</summary>
    private async Task TakeUpAsync(DirectoryView view)
    {
        List<(ShardId Shard, long Term, long? From)> ours = [];
        lock (_gate)
        {
            for (int i = 0; i < _tenures.Length; i++)
            {
                ShardTenure tenure = _tenures[i];
                bool isOurs = view.Owners[i] is { } owner && owner.Node == Self && owner.Term > tenure.Floor && owner.Term != tenure.Served;
                if (isOurs && !tenure.IsVacating && !tenure.MustVerify)
                    ours.Add((new ShardId(i), view.Owners[i]!.Value.Term, tenure.Served > 0 ? tenure.Served : null));
            }
        }

        if (ours.Count == 0)
            return;

        FenceOutcome[] outcomes = await Task.WhenAll(
            ours.Select(one => Bounded(_fence.FenceAsync(one.Shard, one.Term, one.From, CancellationToken.None))));
        lock (_gate)
        {
            for (int i = 0; i < outcomes.Length; i++)
            {
                (ShardId shard, long term, long? from) = ours[i];
                ref ShardTenure tenure = ref _tenures[shard.Value];
                if (!outcomes[i].IsHeld)
                {
                    // A higher term was there: the directory has forgotten it. The next look claims above it.
                    tenure.Floor = Math.Max(tenure.Floor, outcomes[i].Term);
                    _lookAgain = true;
                }
                else if (tenure.Served == (from ?? 0) && !tenure.IsVacating)
                {
                    tenure.Served = term;
                    foreach (IShardTenant tenant in _tenants)
                        tenant.Settle(shard, term);
                }
            }

            PublishUnderGate(Current.Members, Current.Owners);
        }

        LogTakenUp(_logger, ours.Count);
    }

    private void AbandonUnderGate(ShardId shard)
    {
        ref ShardTenure tenure = ref _tenures[shard.Value];
        LogAbandoned(_logger, shard, ShardTerm.NumberOf(tenure.Served));
        tenure.Floor = Math.Max(tenure.Floor, tenure.Served);
        tenure.Served = 0;
        tenure.MustVerify = false;
        tenure.IsVacating = true;
        PublishUnderGate(Current.Members, Current.Owners);
        _ = AbandonAsync(shard);
    }

    /// <summary>Nothing of the shard is in memory any more.</summary>
    private void EndVacatingUnderGate(ShardId shard)
    {
        ref ShardTenure tenure = ref _tenures[shard.Value];
        (tenure.IsVacating, tenure.IsSuspended) = (false, false);
    }

    private async Task AbandonAsync(ShardId shard)
    {
        await VacateAsync(shard);
        lock (_gate)
            EndVacatingUnderGate(shard);

        LookAgain();
    }
}
