namespace Streaming.Actors.Time;

/// <summary>
/// Something that wants to be woken once. It bears its own links, so that scheduling, moving and
/// cancelling allocate nothing, and something idle costs a few fields and no timer.
/// An entry belongs to at most one <see cref="TimingWheel"/> for its whole life.
/// </summary>
public abstract class WheelEntry
{
    // All guarded by the wheel's lock.
    internal WheelEntry? Next;
    internal WheelEntry? Previous;
    internal WheelList? List;
    internal long DueTick;
    internal long Order;

    /// <summary>
    /// Called once per <see cref="TimingWheel.Schedule"/>, outside the wheel's lock; may schedule itself or
    /// others again. It holds up every entry after it, so it hands longer work on.
    /// </summary>
    protected internal abstract void OnDue();
}
