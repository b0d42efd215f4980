using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Shards;

/// <summary>
/// Handing over. In this order, and for a few shards at a time: take nothing more (who asks waits), let what is in hand be
/// logged, seal the logs, name the next owner, tell everybody. The next owner finds itself named, has the
/// fence let it write, and takes commands: from seal to there nobody serves the shard, for a few round trips.
/// <para>
/// The next few go when the next owner says that it has these. Else one that is slower than this node, because it has just
/// started, would have all of them to take up at once, and each room would wait for the last.
/// </para>
/// </summary>
public sealed partial class ShardKeeper
{
    private bool _handingOver;
    private long _passings;

    /// <summary>What was passed on by this node and is not taken up yet, as far as it knows, by number.</summary>
    private readonly Dictionary<long, TaskCompletionSource> _passed = [];

    /// <summary>Who waits for the end of the next look. Bounded by the nodes that hand over to this one: each has one batch under way.</summary>
    private readonly List<(NodeId From, ShardsPassed Passed)> _awaited = [];

    /// <summary>Shards are ours now: looks, and answers when their commands are taken.</summary>
    internal void OnPassed(NodeId from, ShardsPassed passed)
    {
        lock (_gate)
        {
            _awaited.RemoveAll(one => one.From == from);
            _awaited.Add((from, passed));
        }

        LookAgain();
    }

    internal void OnTakenUp(ShardsTakenUp taken)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
            _passed.Remove(taken.Number, out waiting);

        waiting?.TrySetResult();
    }

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
        ShardTransfer[] leaving = BeginToLeave(batch);
        if (leaving.Length == 0)
            return;

        try
        {
            await Task.WhenAll(leaving.Select(transfer => VacateAsync(transfer.Shard)));
            await Task.WhenAll(leaving.Select(transfer => _fence.SealAsync(transfer.Shard, transfer.Term, CancellationToken.None).AsTask()));
            Take(await Bounded(_directory.TransferAsync(SelfNow(_draining), leaving, CancellationToken.None)), hadRunOut: false);
        }
        finally
        {
            lock (_gate)
            {
                foreach (ShardTransfer transfer in leaving)
                    EndVacatingUnderGate(transfer.Shard);
            }
        }

        await PassAsync([.. leaving.Select(static transfer => transfer.To).Distinct()]);
    }

    /// <returns>Those that are still ours to give.</returns>
    private ShardTransfer[] BeginToLeave(ShardTransfer[] batch)
    {
        lock (_gate)
        {
            ShardTransfer[] leaving = [.. batch.Where(transfer =>
                _tenures[transfer.Shard.Value] is { MustVerify: false } tenure && tenure.Served == transfer.Term)];
            foreach (ShardTransfer transfer in leaving)
            {
                // Should the hand-over break off, the shard is claimed anew, and not taken up again in a term that may be sealed and whose
                // listeners were let go: those say again that they listen when the term changes.
                ref ShardTenure tenure = ref _tenures[transfer.Shard.Value];
                (tenure.Served, tenure.Floor, tenure.IsVacating) = (0, Math.Max(tenure.Floor, tenure.Served), true);
            }

            PublishUnderGate(Current.Members, Current.Owners);
            return leaving;
        }
    }

    /// <summary>Tells everybody, and completes when the next owners have taken up what is theirs now, or take longer than a look.</summary>
    private async Task PassAsync(ImmutableArray<NodeId> nextOwners)
    {
        List<(NodeId Node, long Number)> passed = [];
        List<Task> taken = [];
        lock (_gate)
        {
            foreach (NodeId node in nextOwners)
            {
                var waiting = new TaskCompletionSource();
                _passed[++_passings] = waiting;
                passed.Add((node, _passings));
                taken.Add(waiting.Task);
            }
        }

        foreach ((NodeId node, long number) in passed)
            _link.Send(node, new ShardsPassed(number));
        TellOthers(nextOwners);
        try
        {
            await Task.WhenAll(taken).WaitAsync(_options.Renew, _clock);
        }
        catch (TimeoutException)
        {
            // It, or its word, was lost on the way, or it is busy: it has looked by itself by now.
        }

        lock (_gate)
            passed.ForEach(one => _passed.Remove(one.Number));
    }

    private ImmutableArray<(NodeId From, ShardsPassed Passed)> TakeAwaited()
    {
        lock (_gate)
        {
            ImmutableArray<(NodeId, ShardsPassed)> awaited = [.. _awaited];
            _awaited.Clear();
            return awaited;
        }
    }
}
