namespace Streaming.Actors.Limits;

/// <summary>
/// Port: spends from limits that hold for the whole cluster. Taking is atomic over all the limits given: either
/// all have room and all are spent from, or none is.
/// </summary>
public interface IRateLimitStore
{
    /// <returns>Zero when granted; else how long until the same request can be granted.</returns>
    ValueTask<TimeSpan> TakeAsync(string key, RateLimit limit, CancellationToken cancellation);
}
