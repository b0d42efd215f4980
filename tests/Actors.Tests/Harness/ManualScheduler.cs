using Streaming.Actors.Time;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Turns wait until the test runs them, on the test's own thread: every interleaving is chosen, none happens.</summary>
public sealed class ManualScheduler : IScheduler
{
    /// <summary>More turns than any test needs: two parts that wake each other for ever are a bug, not a hang.</summary>
    private const int Bound = 100_000;

    private readonly Queue<IThreadPoolWorkItem> _turns = new();

    public int Waiting => _turns.Count;

    public void Schedule(IThreadPoolWorkItem item) => _turns.Enqueue(item);

    public void RunOne() => _turns.Dequeue().Execute();

    /// <summary>Runs turns until none waits.</summary>
    public void Run()
    {
        for (int taken = 0; _turns.TryDequeue(out IThreadPoolWorkItem? turn); taken++)
        {
            if (taken == Bound)
                throw new InvalidOperationException("The turns do not come to an end.");

            turn.Execute();
        }
    }
}
