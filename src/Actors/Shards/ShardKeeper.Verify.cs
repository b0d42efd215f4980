namespace Streaming.Actors.Shards;

/// <summary>
/// After a store that forgot: what is in memory of a shard is held against its logs, and the fence is told that this node has gone on
/// without a break.
/// </summary>
public sealed partial class ShardKeeper
{
    private void VerifyWhereNeeded()
    {
        for (int i = 0; i < _tenures.Length; i++)
        {
            long term;
            lock (_gate)
            {
                ref ShardTenure tenure = ref _tenures[i];
                if (!tenure.MustVerify || tenure.IsVerifying || tenure.Served == 0)
                    continue;

                (term, tenure.IsVerifying) = (tenure.Served, true);
            }

            _ = VerifyAsync(new ShardId(i), term);
        }
    }

    private async Task VerifyAsync(ShardId shard, long term)
    {
        string? generation = _generation;
        bool isSure = false;
        try
        {
            foreach (IShardTenant tenant in _tenants)
                await tenant.VerifyAsync(shard);

            // What is leaving has nothing left to verify, and vouches for nothing; nor does a node without its lease.
            lock (_gate)
            {
                if (_tenures[shard.Value].Served != term || generation != _generation || !Holds(shard))
                    return;
            }

            FenceOutcome outcome = await Bounded(_fence.FenceAsync(shard, term, goesOnFrom: term, CancellationToken.None));
            isSure = outcome.IsHeld;
            if (!isSure)
                OnOutrun(shard, term, outcome.Term);
        }
        catch (Exception e)
        {
            // Tried again with the next look.
            LogNotVerified(_logger, e, shard);
        }
        finally
        {
            lock (_gate)
            {
                ref ShardTenure tenure = ref _tenures[shard.Value];
                tenure.IsVerifying = false;
                tenure.MustVerify &= !(isSure && generation == _generation);
            }
        }
    }

    /// <summary>
    /// Suspended shards are served again when their logs are in doubt: what is in memory of their rooms goes on under other epochs, so
    /// that no seq that somebody else may have given out is given out again. Not part of verifying, which may wait for it.
    /// </summary>
    private async Task ResumeAsync()
    {
        List<(ShardId Shard, long Term)> suspended = [];
        string? generation;
        lock (_gate)
        {
            generation = _generation;
            for (int i = 0; i < _tenures.Length; i++)
            {
                if (_tenures[i] is { IsSuspended: true, Served: > 0 and var term })
                    suspended.Add((new ShardId(i), term));
            }
        }

        if (suspended.Count == 0)
            return;

        FenceOutcome[] outcomes = await Task.WhenAll(
            suspended.Select(one => Bounded(_fence.FenceAsync(one.Shard, one.Term, goesOnFrom: null, CancellationToken.None))));
        for (int i = 0; i < outcomes.Length; i++)
        {
            (ShardId shard, long term) = suspended[i];
            if (!outcomes[i].IsHeld)
                OnOutrun(shard, term, outcomes[i].Term);
        }

        lock (_gate)
        {
            foreach ((ShardId shard, long term) in suspended)
            {
                ref ShardTenure tenure = ref _tenures[shard.Value];
                tenure.IsSuspended &= tenure.Served != term || generation != _generation;
            }

            PublishUnderGate(Current.Members, Current.Owners);
        }
    }

    /// <summary>
    /// The fence knows a later term than the directory does, which went back: what is served here can write nothing, and without a
    /// write nobody would notice. It is claimed again, above that one.
    /// </summary>
    private void OnOutrun(ShardId shard, long term, long later)
    {
        lock (_gate)
        {
            ref ShardTenure tenure = ref _tenures[shard.Value];
            if (tenure.Served != term)
                return; // Given up since, or ours in a later term: the fence may mean that one.

            tenure.Floor = Math.Max(tenure.Floor, later);
            AbandonUnderGate(shard);
        }
    }
}
