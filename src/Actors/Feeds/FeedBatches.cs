using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>Cuts runs of events into batches that an outbox can take.</summary>
internal static class FeedBatches
{
    /// <summary>
    /// A batch is one piece in every listener's outbox, which is bounded (1 MiB by default): one that is larger than
    /// what a socket takes in a few writes would make quick listeners look slow.
    /// </summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>Takes the first batch of a run.</summary>
    /// <param name="run">At least one event; then what follows the batch, which may be none.</param>
    public static FeedBatch Take(RoomId room, Epoch epoch, ref ImmutableArray<RoomEvent> run)
    {
        int bytes = run[0].Weight;
        int count = 1;
        while (count < run.Length && (bytes += run[count].Weight) <= MaxBytes)
            count++;

        ImmutableArray<RoomEvent> taken = count == run.Length ? run : run[..count];
        run = run[count..];
        return new FeedBatch(room, epoch, taken);
    }
}
