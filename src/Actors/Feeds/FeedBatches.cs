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

    public static IEnumerable<FeedBatch> Cut(RoomId room, Epoch epoch, ImmutableArray<RoomEvent> events)
    {
        int start = 0;
        int bytes = 0;
        for (int i = 0; i < events.Length; i++)
        {
            int size = events[i].Weight;
            if (i > start && bytes + size > MaxBytes)
            {
                yield return new FeedBatch(room, epoch, events[start..i]);
                (start, bytes) = (i, 0);
            }

            bytes += size;
        }

        if (start < events.Length)
            yield return new FeedBatch(room, epoch, start == 0 ? events : events[start..]);
    }
}
