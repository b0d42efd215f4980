using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>
/// Handing over. In this order, and for a few shards at a time: take nothing more (who asks waits), let what is in hand be
/// logged, seal the logs, name the next owner, tell everybody. The next owner finds itself named, has the
/// fence let it write, and takes commands: from seal to there nobody serves the shard, for a few round trips.
/// </summary>
public sealed partial class ShardKeeper
{
    private bool _handingOver;

    /// <summary>
    /// Gives all shards to the others; where there are none, it keeps them.
    /// </summary>
    internal async Task DrainAsync(CancellationToken cancellation)
    {
        _draining = true;
        var drained = new TaskCompletionSource();
        void OnChanged(ShardMap before, ShardMap now)
        {
            if (!HasMoreToGive())
                drained.TrySetResult();
        }

        Changed += OnChanged;
        try
        {
            LookAgain();
            if (HasMoreToGive())
                await drained.Task.WaitAsync(cancellation);
        }
        finally
        {
            Changed -= OnChanged;
        }
    }

    /// <summary>Ends this node's part in the cluster. What it still has is logged and sealed first.</summary>
    internal async Task LeaveAsync()
    {
        Stop();
        List<(ShardId Shard, long Term)> left = [];
        lock (_gate)
        {
            for (int i = 0; i < _tenures.Length; i++)
            {
                ref ShardTenure tenure = ref _tenures[i];
                if (tenure.Served == 0)
                    continue;

                left.Add((new ShardId(i), tenure.Served));
                tenure.Served = 0;
                tenure.IsVacating = true;
            }

            PublishUnderGate(Current.Members, Current.Owners);
        }

        await Task.WhenAll(left.Select(one => VacateAsync(one.Shard)));
        await Task.WhenAll(left.Select(one => _fence.SealAsync(one.Shard, one.Term, CancellationToken.None).AsTask()));
        await _directory.LeaveAsync(SelfNow(isDraining: true), CancellationToken.None);
        TellOthers();
    }

    private bool HasMoreToGive()
    {
        ShardMap map = Current;
        return map.Owners.Any(owner => owner?.Node == Self)
            && map.Members.Any(member => member.Node != Self && !member.Info.IsDraining);
    }

    private void HandOverWhatOthersShouldHave(DirectoryView view, ImmutableArray<NodeId?> preferred)
    {
        List<ShardTransfer> due = [];
        lock (_gate)
        {
            if (_handingOver)
                return;

            for (int i = 0; i < _tenures.Length; i++)
            {
                ShardTenure tenure = _tenures[i];
                bool isOurs = tenure.Served > 0 && view.Owners[i] == new ShardOwner(Self, tenure.Served);
                if (isOurs && !tenure.MustVerify && preferred[i] is { } to && to != Self)
                    due.Add(new ShardTransfer(new ShardId(i), tenure.Served, to));
            }

            _handingOver = due.Count > 0;
        }

        if (due.Count > 0)
            _ = HandOverAsync(due);
    }

    private async Task HandOverAsync(List<ShardTransfer> due)
    {
        LogHandingOver(_logger, due.Count);
        try
        {
            foreach (ShardTransfer[] batch in due.Chunk(_options.HandOverBatch))
                await HandOverAsync(batch);
        }
        catch (Exception e)
        {
            // What was not passed on is still ours: the next look takes it up again.
            LogHandOverFailed(_logger, e);
        }

        lock (_gate)
            _handingOver = false;

        LookAgain();
    }

    private async Task HandOverAsync(ShardTransfer[] batch)
    {
        ShardTransfer[] leaving = [.. batch.Where(TryBeginToLeave)];
        try
        {
            await Task.WhenAll(leaving.Select(transfer => VacateAsync(transfer.Shard)));
            await Task.WhenAll(leaving.Select(transfer => _fence.SealAsync(transfer.Shard, transfer.Term, CancellationToken.None).AsTask()));
            Take(await Bounded(_directory.TransferAsync(SelfNow(_draining), leaving, CancellationToken.None)));
        }
        finally
        {
            lock (_gate)
            {
                foreach (ShardTransfer transfer in leaving)
                    _tenures[transfer.Shard.Value].IsVacating = false;
            }
        }

        TellOthers();
    }

    private bool TryBeginToLeave(ShardTransfer transfer)
    {
        lock (_gate)
        {
            ref ShardTenure tenure = ref _tenures[transfer.Shard.Value];
            if (tenure.Served != transfer.Term || tenure.MustVerify)
                return false;

            // Should the hand-over break off, the shard is claimed anew, and not taken up again in a term that may be sealed and whose
            // listeners were let go: those say again that they listen when the term changes.
            (tenure.Served, tenure.Floor, tenure.IsVacating) = (0, Math.Max(tenure.Floor, tenure.Served), true);
            PublishUnderGate(Current.Members, Current.Owners);
            return true;
        }
    }
}
