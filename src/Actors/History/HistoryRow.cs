using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>A message as it is now: one row, however often it was edited.</summary>
/// <param name="Original">As it stands in the log; without content when that was taken away.</param>
public sealed record HistoryRow(MessagePublished Original)
{
    /// <summary>What it says now.</summary>
    public MessageBody Body { get; init; } = Original.Body;

    /// <summary>What became of it; null for nothing.</summary>
    public MessageSummary? Summary { get; init; }

    public long Seq => Original.Seq;

    /// <summary>What it said is gone.</summary>
    public bool IsDeleted => Original.IsRedacted;

    /// <summary>The message with what it says now.</summary>
    public MessagePublished Message => ReferenceEquals(Body, Original.Body) ? Original : Original with { Body = Body };

    /// <summary>About how many bytes it takes in an answer.</summary>
    internal int Weight => Message.Weight + (Summary?.Weight ?? 0);

    /// <summary>The row of a message that is not there any more.</summary>
    public static HistoryRow Deleted(MessagePublished message, MessageSummary? summary) =>
        new((MessagePublished)message.WithoutContent()) { Summary = summary };
}
