namespace Streaming.Actors.Time;

/// <summary>Turns on the thread pool, from the caller's own queue first: the data is warm there.</summary>
public sealed class ThreadPoolScheduler : IScheduler
{
#pragma warning disable RS0030 // this class is the one way to the thread pool
    public void Schedule(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
#pragma warning restore RS0030
}
