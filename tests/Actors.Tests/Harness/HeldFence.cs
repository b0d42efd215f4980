using Streaming.Actors.Shards;

namespace Streaming.Actors.Tests.Harness;

/// <summary>A fence that notes what it is asked, and can let those who ask wait.</summary>
internal sealed class HeldFence(IShardFence inner) : IShardFence
{
    private readonly List<(Func<ValueTask<FenceOutcome>> Ask, TaskCompletionSource<FenceOutcome> Reply)> _held = [];

    /// <summary>Whoever fences a shard waits until <see cref="LetGo"/>.</summary>
    public bool Holds { get; set; }

    public List<(ShardId Shard, long Term, long? GoesOnFrom)> Asked { get; } = [];

    public ValueTask<FenceOutcome> FenceAsync(ShardId shard, long term, long? goesOnFrom, CancellationToken cancellation)
    {
        Asked.Add((shard, term, goesOnFrom));
        if (!Holds)
            return inner.FenceAsync(shard, term, goesOnFrom, cancellation);

        var reply = new TaskCompletionSource<FenceOutcome>();
        _held.Add((() => inner.FenceAsync(shard, term, goesOnFrom, CancellationToken.None), reply));
        return new ValueTask<FenceOutcome>(reply.Task);
    }

    public ValueTask SealAsync(ShardId shard, long term, CancellationToken cancellation) => inner.SealAsync(shard, term, cancellation);

    /// <summary>Nobody waits any more.</summary>
    public void LetGo()
    {
        Holds = false;
        foreach ((Func<ValueTask<FenceOutcome>> ask, TaskCompletionSource<FenceOutcome> reply) in _held)
            reply.SetResult(ask().AsTask().Result);
        _held.Clear();
    }
}
