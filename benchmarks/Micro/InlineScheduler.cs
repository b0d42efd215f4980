using Streaming.Actors.Time;

namespace Streaming.Benchmarks.Micro;

/// <summary>Turns run when the benchmark says so, on its own thread: what is measured is the work and not the hand-over.</summary>
internal sealed class InlineScheduler : IScheduler
{
    private readonly Queue<IThreadPoolWorkItem> _turns = new();

    public void Schedule(IThreadPoolWorkItem item) => _turns.Enqueue(item);

    public void Run()
    {
        while (_turns.TryDequeue(out IThreadPoolWorkItem? turn))
            turn.Execute();
    }
}
