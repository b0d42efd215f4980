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

    /// <summary>The first batch of a run.</summary>
    /// <param name="run">At least one event.</param>
    public static FeedBatch First(RoomId room, Epoch epoch, ImmutableArray<RoomEvent> run)
    {
        int bytes = run[0].Weight;
        int count = 1;
        while (count < run.Length && (bytes += run[count].Weight) <= MaxBytes)
            count++;

        return new FeedBatch(room, epoch, count == run.Length ? run : run[..count]);
    }
}
