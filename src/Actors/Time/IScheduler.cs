namespace Streaming.Actors.Time;

/// <summary>
/// Where mailboxes and feeds get their turns. In the program the thread pool; in the simulation one
/// thread that picks the next turn by seed, so that every interleaving can be met and replayed.
/// </summary>
public interface IScheduler
{
    /// <summary>Runs <paramref name="item"/> once, soon, and never on the caller's stack.</summary>
    void Schedule(IThreadPoolWorkItem item);
}
