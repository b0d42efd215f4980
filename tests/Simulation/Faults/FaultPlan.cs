using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Faults;

/// <summary>
/// What goes wrong in a run, and how often. Drawn from the seed so that runs differ in kind: some are calm, some
/// have one fault often, few have everything at once.
/// </summary>
internal sealed class FaultPlan
{
    private readonly Dice _dice;
    private readonly SimulatedClock _clock;
    private long _awayUntil;

    private FaultPlan(Dice dice, SimulatedClock clock)
    {
        (_dice, _clock) = (dice, clock);
        bool calm = dice.Chance(0.1);
        Log = calm ? new LogFaults() : new LogFaults
        {
            Late = Rate(0.9),
            Stalled = Rate(0.05),
            Unavailable = Rate(0.15),
            LostReply = Rate(0.15),
            WrittenLater = Rate(0.15),
        };
        Link = calm || dice.Chance(0.4) ? new LinkFaults() : new LinkFaults
        {
            Late = Rate(0.9),
            Lost = Rate(0.2),
            Doubled = Rate(0.2),
        };
        SessionsLate = calm ? 0 : Rate(0.9);
        Outages = calm || dice.Chance(0.6) ? 0 : dice.Between(1, 3);
        ClockSteps = calm || dice.Chance(0.7) ? 0 : dice.Between(1, 3);
        Restarts = calm || dice.Chance(0.6) ? 0 : dice.Between(1, 2);
    }

    public LogFaults Log { get; }

    public LinkFaults Link { get; }

    /// <summary>How often the session store takes its time.</summary>
    public double SessionsLate { get; }

    /// <summary>Times at which the log is away altogether for a while.</summary>
    public int Outages { get; }

    /// <summary>Times at which the wall clock is set forward or back.</summary>
    public int ClockSteps { get; }

    /// <summary>Times at which the node dies without a word and another takes its place.</summary>
    public int Restarts { get; }

    /// <summary>Whether faults still happen; the quiet phase ends them.</summary>
    public bool Active { get; private set; } = true;

    public bool LogIsAway => Active && _clock.Now < _awayUntil;

    public static FaultPlan Draw(Dice dice, SimulatedClock clock) => new(dice, clock);

    /// <summary>Whether a fault of this rate happens now.</summary>
    public bool Strikes(double rate) => Active && _dice.Chance(rate);

    public TimeSpan Delay(TimeSpan from, TimeSpan to) => _dice.Between(from, to);

    public void TakeLogAway(TimeSpan span) => _awayUntil = _clock.Now + span.Ticks;

    public void Cease() => Active = false;

    public override string ToString() => $"{Log} {Link} sessionsLate={SessionsLate:F2} outages={Outages} clockSteps={ClockSteps} restarts={Restarts}";

    /// <summary>Half of the faults do not happen at all in a given run; the others rarely, or up to <paramref name="most"/>.</summary>
    private double Rate(double most) => _dice.Chance(0.5) ? 0 : most * _dice.Next(1000) / 1000 * (_dice.Chance(0.5) ? 1 : 0.2);
}
