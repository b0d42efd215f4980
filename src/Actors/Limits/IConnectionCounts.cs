namespace Streaming.Actors.Limits;

/// <summary>
/// Port: counts connections over the whole cluster. Places hang on the life of the node that took them: those of a node that is gone
/// are free within moments, and those of one that lives are counted for as long as it does, whatever the store forgets meanwhile.
/// </summary>
public interface IConnectionCounts
{
    /// <summary>
    /// Takes a place if every cap has room for it, atomically. A session that has one already, by an earlier connection on any node, passes it on:
    /// at a cap it needs no other. A place that was refused costs nothing.
    /// </summary>
    /// <exception cref="Exception">The store is away; no place was taken, or it is given back.</exception>
    ValueTask<PlaceOutcome> TakeAsync(ConnectionPlace place, ConnectionCaps caps, CancellationToken cancellation);

    /// <summary>
    /// Gives a place back, unless another connection has taken it over. Returns at once: the adapter sees to it that it happens, also when the
    /// store is away now.
    /// </summary>
    void GiveBack(ConnectionPlace place);
}
