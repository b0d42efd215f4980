namespace Streaming.Actors.Limits;

/// <summary>
/// Port: spends from limits that hold for the whole cluster. Taking is atomic over all that a limit consists of: either
/// all have room and all are spent from, or none is.
/// </summary>
public interface IRateLimitStore
{
    /// <returns>
    /// Zero when granted; else how long until the same request can be granted. Whoever waits for so long, and finds nobody else spending, gets it. A limit that was
    /// changed goes on with what is there, as far as it allows as much.
    /// </returns>
    ValueTask<TimeSpan> TakeAsync(LimitKey key, RateLimit limit, CancellationToken cancellation);

    /// <summary>
    /// What is known here of how long it is until one can be granted, without asking anybody and without taking. Zero: maybe now; only
    /// <see cref="TakeAsync"/> can tell. Whoever has spent nothing is not remembered for it.
    /// </summary>
    TimeSpan WaitFor(LimitKey key, RateLimit limit);

    /// <summary>Gives back what was granted just now, since something else refused. It may count on for a moment; it is never there twice.</summary>
    void GiveBack(LimitKey key, RateLimit limit);
}
