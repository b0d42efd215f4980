using Streaming.Actors;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Scenarios;

/// <summary>The shape of a run, drawn from its seed: who takes part, how busy they are, and how tight the node's bounds are.</summary>
internal sealed class Scenario
{
    private readonly Dice _dice;
    private readonly Dictionary<string, TimeSpan> _slowest = [];

    private Scenario(Dice dice, FaultPlan faults)
    {
        _dice = dice;
        Users = dice.Between(1, 4);
        TabsPerUser = dice.Between(1, 3);
        Rooms = dice.Between(1, 3);
        Actions = dice.Between(100, 300);
        ThinkTime = TimeSpan.FromMilliseconds(dice.Pick([50, 300, 1500]));
        Outbox = dice.Pick([12, 40, 1000]);
        Node = new NodeOptions
        {
            Mailboxes = new MailboxOptions
            {
                MaxInbox = dice.Pick([4, 20, 10_000]),
                MaxLogEntries = dice.Pick([20, 50, 10_000]),
                MessagesPerSecond = dice.Pick([3, 100, 0]),

                // Over an unreliable link a listener asks every 10 s for what it missed: the room has to be there then.
                PassivateAfter = TimeSpan.FromMilliseconds(
                    faults.Link is { Lost: 0, Late: 0 } ? dice.Pick([200, 3_000, 60_000]) : dice.Pick([12_000, 60_000])),
            },
            Sessions = new SessionOptions { Ttl = TimeSpan.FromSeconds(dice.Pick([40, 120])) },
        };
    }

    public int Users { get; }

    public int TabsPerUser { get; }

    public int Rooms { get; }

    /// <summary>What all clients together do before the quiet phase.</summary>
    public int Actions { get; }

    /// <summary>How long a client waits between two actions, at most.</summary>
    public TimeSpan ThinkTime { get; }

    /// <summary>Frames that wait for one connection before it is closed as a slow consumer.</summary>
    public int Outbox { get; }

    public NodeOptions Node { get; }

    public static Scenario Draw(Dice dice, FaultPlan faults) => new(dice, faults);

    /// <summary>How long a frame takes to a client at most: some have a bad line.</summary>
    public TimeSpan SlowestFor(string client)
    {
        if (!_slowest.TryGetValue(client, out TimeSpan slowest))
            _slowest[client] = slowest = TimeSpan.FromMilliseconds(_dice.Pick([1, 20, 20, 20, 400]));

        return slowest;
    }

    public override string ToString() =>
        $"{Users} users with {TabsPerUser} tabs, {Rooms} rooms, {Actions} actions, outbox {Outbox}, {Node.Mailboxes}";
}
