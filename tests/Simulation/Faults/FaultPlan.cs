using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Faults;

/// <summary>
/// What goes wrong in a run, and how often. Drawn from the seed so that runs differ in kind: some are calm, some
/// have planned moves only, some have one fault often, few have everything at once.
/// </summary>
internal sealed class FaultPlan
{
    private readonly Dice _dice;
    private readonly TimeSpan _roundTrip;

    private FaultPlan(Dice dice)
    {
        _dice = dice;
        IsPlannedOnly = dice.Chance(0.2);
        bool calm = IsPlannedOnly;
        _roundTrip = TimeSpan.FromMilliseconds(dice.Pick([0, 1, 1, 4]));
        Log = calm ? new StoreFaults() : Rates(1);
        Directory = calm ? new StoreFaults() : Rates(0.3);
        Link = calm || dice.Chance(0.4) ? new LinkFaults() : new LinkFaults
        {
            Late = Rate(0.9),
            Lost = Rate(0.2),
            Doubled = Rate(0.2),
        };
        SessionsLate = calm ? 0 : Rate(0.9);
        Outages = Times(calm, 0.3, 2);
        Losses = Times(calm, 0.4, 2);
        ClockSteps = Times(calm, 0.3, 3);
        Crashes = Times(calm, 0.5, 2);
        Pauses = Times(calm, 0.5, 3);
        Partitions = Times(calm, 0.4, 2);
        Deafness = Times(calm, 0.3, 2);
        Joins = Times(false, 0.5, 2);
        Drains = Times(false, 0.5, 2);
        Rooms = calm ? new StoreFaults() : Rates(0.8) with { WrittenLater = 0 };
    }

    /// <summary>Nodes come and go as they should, and nothing else happens: no client may notice.</summary>
    public bool IsPlannedOnly { get; }

    public StoreFaults Log { get; }

    /// <summary>Of the directory and of the fence.</summary>
    public StoreFaults Directory { get; }

    /// <summary>Of what is known of rooms beside their logs. Nothing of it is conditional on what is there, so that what is sent arrives in order or not at all.</summary>
    public StoreFaults Rooms { get; }

    public LinkFaults Link { get; }

    /// <summary>How often the session store takes its time.</summary>
    public double SessionsLate { get; }

    /// <summary>Times at which the store is away altogether for a while.</summary>
    public int Outages { get; }

    /// <summary>Times at which the store restarts, and has lost its last moments.</summary>
    public int Losses { get; }

    /// <summary>Times at which the wall clock of a node is set forward or back.</summary>
    public int ClockSteps { get; }

    /// <summary>Times at which a node dies without a word, and another takes its place.</summary>
    public int Crashes { get; }

    /// <summary>Times at which a node stands still for a while, and does not know it.</summary>
    public int Pauses { get; }

    /// <summary>Times at which a node is cut off from the store and from the others.</summary>
    public int Partitions { get; }

    /// <summary>Times at which a node hears and says nothing, though it reaches the store.</summary>
    public int Deafness { get; }

    public int Joins { get; }

    public int Drains { get; }

    /// <summary>Whether faults still happen; the quiet phase ends them.</summary>
    public bool Active { get; private set; } = true;

    public static FaultPlan Draw(Dice dice) => new(dice);

    /// <summary>Whether a fault of this rate happens now.</summary>
    public bool Strikes(double rate) => Active && rate > 0 && _dice.Chance(rate);

    public TimeSpan Delay(TimeSpan from, TimeSpan to) => _dice.Between(from, to);

    /// <summary>What a message or a call takes when nothing is wrong.</summary>
    public TimeSpan RoundTrip() => _roundTrip == TimeSpan.Zero ? TimeSpan.Zero : _dice.Between(TimeSpan.FromTicks(1), _roundTrip);

    public void Cease() => Active = false;

    public override string ToString() =>
        $"log {Log} directory {Directory} rooms {Rooms} {Link} sessionsLate={SessionsLate:F2} outages={Outages} losses={Losses} clockSteps={ClockSteps} " +
        $"crashes={Crashes} pauses={Pauses} partitions={Partitions} deafness={Deafness} joins={Joins} drains={Drains} roundTrip={_roundTrip.TotalMilliseconds}";

    private StoreFaults Rates(double share) => new()
    {
        Late = Rate(0.9 * share),
        Stalled = Rate(0.05 * share),
        Unavailable = Rate(0.15 * share),
        LostReply = Rate(0.15 * share),
        WrittenLater = Rate(0.15 * share),
    };

    /// <summary>Two thirds of the faults do not happen at all in a given run; the others rarely, or up to <paramref name="most"/>.</summary>
    private double Rate(double most) => _dice.Chance(0.65) ? 0 : most * _dice.Next(1000) / 1000 * (_dice.Chance(0.5) ? 1 : 0.2);

    private int Times(bool never, double chance, int most) => never || !_dice.Chance(chance) ? 0 : _dice.Between(1, most);
}
