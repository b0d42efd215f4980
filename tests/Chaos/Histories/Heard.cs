namespace Streaming.Chaos.Histories;

/// <summary>What a connection was told of a room, in the order in which it was.</summary>
internal abstract record Heard(TimeSpan At)
{
    /// <summary>The ack of a join or a resume.</summary>
    /// <param name="Since">The seq that the client said it has; null when it said none.</param>
    /// <param name="SinceEpoch">The epoch that this seq belongs to.</param>
    internal sealed record Entered(TimeSpan At, long? Since, string? SinceEpoch, bool Recovered, long Seq, long FirstSeq, string Epoch) : Heard(At);

    /// <summary><c>system</c>/<c>reset</c>: the next event is <paramref name="Seq"/> + 1.</summary>
    internal sealed record Reset(TimeSpan At, long Seq, string Epoch) : Heard(At);

    /// <summary>A logged event.</summary>
    /// <param name="Content">Who did what; for a message its text as well.</param>
    internal sealed record Event(TimeSpan At, long Seq, string Epoch, string Content) : Heard(At);
}
