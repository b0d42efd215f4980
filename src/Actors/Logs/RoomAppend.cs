using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>Entries to write, and the conditions under which they may be.</summary>
/// <param name="ExpectedSeq">The seq at which the writer believes the log to end; the first entry's seq is one more.</param>
public sealed record RoomAppend(RoomWriter Writer, Epoch Epoch, long ExpectedSeq, ImmutableArray<RoomEvent> Events)
{
    /// <summary>The entries, earlier ones or of these, that lose their content with this append. What the events say.</summary>
    public ImmutableArray<long> Redacts { get; init; } = RedactedBy(Events);

    /// <summary>Almost no append has any, and each message is one.</summary>
    internal static ImmutableArray<long> RedactedBy(ImmutableArray<RoomEvent> events)
    {
        ImmutableArray<long> all = [];
        foreach (RoomEvent e in events)
        {
            if (e.Redacts is { IsEmpty: false } some)
                all = all.AddRange(some);
        }

        return all;
    }
}
