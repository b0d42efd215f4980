using System.Runtime.ExceptionServices;

namespace Streaming.Simulation.Worlds;

/// <summary>
/// The world in which a run happens: one thread, one clock, one seed.
/// <para>
/// <b>How a run is made to be repeatable.</b> Whatever wants to run comes here: turns of mailboxes and feeds
/// (<see cref="SimulatedProcess"/> is a node's <see cref="Actors.Time.IScheduler"/>), timers (<see cref="SimulatedClock"/>, behind
/// its <see cref="TimeProvider"/>), and continuations of awaits (its <see cref="SynchronizationContext"/>, and nothing in
/// src leaves it; what belongs to no node has this one). All wait in one list of ready items. A step
/// takes one of them, picked by the dice and in no other order, and runs it to its end on this thread; nothing
/// runs on anybody's stack but its own. Only when nothing is ready does time pass, at once, to the next timer, and
/// now and then also earlier, so that what is ready looks as if the machine had been busy. All randomness
/// of the code under test comes from the same dice (<see cref="IEntropy"/>). So the seed decides every
/// interleaving, every delay and every fault, and the same seed gives the same run, step by step: the
/// trace's hash is compared to prove it.
/// </para>
/// <para>
/// What could still differ between two processes is the order of a hash table of strings, since .NET seeds
/// those anew in each: neither the harness nor src may let such an order decide anything.
/// </para>
/// </summary>
internal sealed class SimulatedWorld : SynchronizationContext
{
    /// <summary>A run has some thousands of steps; one with this many goes round in circles.</summary>
    public const int MaxSteps = 400_000;

    /// <summary>How far time runs ahead of what is ready when the machine is "busy".</summary>
    private static readonly TimeSpan Hiccup = TimeSpan.FromMilliseconds(50);

    private readonly List<ReadyItem> _ready = [];
    private readonly Dice _dice;
    private readonly double _hiccups;

    public SimulatedWorld(ulong seed, Action<string>? traceReader = null)
    {
        _dice = new Dice(seed);
        _hiccups = _dice.Chance(0.5) ? 0 : 0.02;
        Clock = new SimulatedClock(Schedule);
        Trace = new Trace(Clock, traceReader);
    }

    public SimulatedClock Clock { get; }

    public Trace Trace { get; }

    public int Steps { get; private set; }

    /// <summary>The true time, whatever the wall clock was set to.</summary>
    public DateTimeOffset Now => SimulatedClock.Start.AddTicks(Clock.Now);

    /// <summary>Dice of its own for one part of the run.</summary>
    public Dice ForkDice() => _dice.Fork();

    /// <summary>
    /// Runs until <paramref name="root"/>, started in this world, has ended. An exception that nobody caught
    /// ends the run and comes out of here.
    /// </summary>
    /// <exception cref="WorldStuckException">Nothing can happen any more, or it never ends.</exception>
    public void Run(Func<Task> root)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            Task task = root();
            while (!task.IsCompleted)
                Step();

            if (task.Exception?.InnerException is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Schedule(Action item) => Add(new ReadyItem(item, Of: null));

    /// <summary>Has it done after <paramref name="delay"/>; at once when that is zero.</summary>
    public void After(TimeSpan delay, Action item)
    {
        if (delay <= TimeSpan.Zero)
            item();
        else
            Clock.CreateTimer(static item => ((Action)item!)(), item, delay, Timeout.InfiniteTimeSpan);
    }

    public void Add(ReadyItem item) => _ready.Add(item);

    /// <summary>Takes out what waits to run in a process.</summary>
    public IEnumerable<Action> TakeAllOf(SimulatedProcess process)
    {
        List<Action> taken = [.. _ready.Where(item => item.Of == process).Select(item => item.Work)];
        _ready.RemoveAll(item => item.Of == process);
        return taken;
    }

    public Task Delay(TimeSpan delay) => Clock.Delay(delay);

    public override void Post(SendOrPostCallback d, object? state) => Schedule(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Step()
    {
        if (++Steps > MaxSteps)
            throw new WorldStuckException($"still busy after {MaxSteps} steps, {_ready.Count} items ready");

        if (_ready.Count == 0)
            Clock.MoveTo(Clock.NextDue() ?? throw new WorldStuckException("nothing is ready and no timer is armed"));
        else if (_hiccups > 0 && _dice.Chance(_hiccups))
            Clock.MoveTo(Clock.Now + _dice.Between(TimeSpan.Zero, Hiccup).Ticks);

        if (_ready.Count == 0)
            return;

        int picked = _dice.Next(_ready.Count);
        ReadyItem item = _ready[picked];
        _ready[picked] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        SetSynchronizationContext(item.Of ?? (SynchronizationContext)this);
        item.Work();
    }
}
