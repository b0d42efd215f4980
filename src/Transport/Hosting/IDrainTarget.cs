namespace Streaming.Transport.Hosting;

/// <summary>
/// A part that has work in hand when the node is asked to stop. Targets are drained one after the other, in the order
/// they were registered in: the connections first, then what their requests may still have in flight.
/// </summary>
public interface IDrainTarget
{
    /// <summary>
    /// Takes nothing new and returns when nothing is left in hand. Does not throw when the time is up: what is left then
    /// is cut off by the caller's going on.
    /// </summary>
    /// <param name="timeout">The time that is left for this target.</param>
    /// <param name="spread">Clients are told to come back at a random moment within this span.</param>
    /// <param name="cancellation">Set when the time is up, or when the stop must not wait any longer.</param>
    ValueTask DrainAsync(TimeSpan timeout, TimeSpan spread, CancellationToken cancellation);
}
