using Streaming.Actors.Time;

namespace Streaming.Simulation.Worlds;

/// <summary>
/// One process of the world, in which a node runs. Turns, timers and continuations of awaits that began here are work of this
/// process, and so they stand still together while it is paused (as under SIGSTOP, or in a long collection of
/// garbage), and are gone together when it is killed. What it has sent is on its way and arrives all the same.
/// </summary>
internal sealed class SimulatedProcess(SimulatedWorld world) : SynchronizationContext, IScheduler
{
    private readonly List<Action> _parked = [];
    private readonly List<TaskCompletionSource> _underWay = [];
    private ProcessClock? _clock;

    /// <summary>The clocks of this machine: the monotonic one is the world's, the wall clock can be set by itself.</summary>
    public ProcessClock Clock => _clock ??= new ProcessClock(world.Clock, Do);

    public bool IsPaused { get; private set; }

    public bool IsDead { get; private set; }

    public void Schedule(IThreadPoolWorkItem item) => Do(item.Execute);

    /// <summary>Has <paramref name="work"/> done here, soon; never, once the process is dead.</summary>
    public void Do(Action work)
    {
        if (IsPaused)
            _parked.Add(work);
        else if (!IsDead)
            world.Add(new ReadyItem(work, this));
    }

    /// <summary>
    /// Starts something here. What is returned belongs to the caller's side, and tells when it has ended, by itself or
    /// with the process.
    /// </summary>
    public Task StartAsync(Func<Task> what)
    {
        var over = new TaskCompletionSource();
        _underWay.Add(over);
        if (IsDead)
            over.SetException(new ProcessDiedException());
        else
            Do(() => _ = RunAsync(what, over));
        return over.Task;
    }

    public void Pause()
    {
        if (IsPaused || IsDead)
            return;

        IsPaused = true;
        _parked.AddRange(world.TakeAllOf(this));
    }

    public void Continue()
    {
        if (!IsPaused)
            return;

        IsPaused = false;
        foreach (Action work in _parked)
            Do(work);
        _parked.Clear();
    }

    public void Kill()
    {
        IsDead = true;
        IsPaused = false;
        _parked.Clear();
        world.TakeAllOf(this);
        foreach (TaskCompletionSource over in _underWay)
            over.TrySetException(new ProcessDiedException());
    }

    public override void Post(SendOrPostCallback d, object? state) => Do(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for another.");

    public override SynchronizationContext CreateCopy() => this;

    private static async Task RunAsync(Func<Task> what, TaskCompletionSource over)
    {
        try
        {
            await what();
            over.TrySetResult();
        }
        catch (Exception e)
        {
            over.TrySetException(e);
        }
    }
}
