using Microsoft.Extensions.Logging;
using Streaming.Actors;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Hands the node's rooms over to the others, first of all when it stops: they go on within a few round trips and are
/// out of the way of whatever follows, while the connections here still serve their clients and ask the new owners.
/// </summary>
internal sealed partial class ShardHandOver(StreamingNode node, TimeProvider time, ILogger<ShardHandOver> logger) : IDrainTarget
{
    // All shards of a node go in well under a second. A directory that is away must not cost the clients their time to leave.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    public async ValueTask DrainAsync(TimeSpan timeout, TimeSpan spread, CancellationToken cancellation)
    {
        // Nobody to hand anything to, or no way to say so.
        if (node.Shards.Current.Members.Length <= 1 || node.Shards.IsAway)
            return;

        long began = time.GetTimestamp();
        using var timeUp = new CancellationTokenSource(AtMost < timeout / 2 ? AtMost : timeout / 2, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellation);
        try
        {
            await node.DrainAsync(stop.Token);
            HandedOver(logger, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            NotHandedOver(logger, time.GetElapsedTime(began));
        }
    }
}
