using System.Collections.Immutable;
using Streaming.Actors;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Scenarios;

/// <summary>The shape of a run, drawn from its seed: who takes part, how busy they are, and how tight the nodes' bounds are.</summary>
internal sealed class Scenario
{
    private static readonly ChannelPolicies Policies = new(
    [
        new ChannelPolicy(Starting("log*")) { IsPersistent = true },
        new ChannelPolicy(Starting("tick*")),
    ]);

    private readonly Dice _dice;
    private readonly Dictionary<string, TimeSpan> _slowest = [];

    private Scenario(Dice dice)
    {
        _dice = dice;
        Nodes = dice.Pick([1, 3, 3, 3, 3, 3, 4, 4, 5]);
        Users = dice.Between(1, 4);
        TabsPerUser = dice.Between(1, 2);
        Rooms = dice.Between(1, 3);
        Actions = dice.Between(60, 200);
        Storm = TimeSpan.FromSeconds(dice.Between(3, 12));
        Outbox = dice.Pick([12, 40, 1000]);
        Node = new NodeOptions
        {
            Mailboxes = new MailboxOptions
            {
                MaxInbox = dice.Pick([4, 20, 10_000, 10_000]),
                MaxLogEntries = dice.Pick([20, 50, 10_000]),
                MessagesPerSecond = dice.Pick([3, 100, 0]),

                // A listener asks every 10 s for what it missed: the room has to be there then.
                PassivateAfter = TimeSpan.FromMilliseconds(dice.Pick([12_000, 60_000])),

                // Four users at most: in some runs their rooms are large ones.
                MaxRosterSize = dice.Pick([1, 2, 500, 500]),
                Channels = Policies,
            },
            Sessions = new SessionOptions { Ttl = TimeSpan.FromSeconds(dice.Pick([40, 120])) },

            // Some fall silent in the storm, and nearly all in the quiet that follows it.
            PresenceAwayAfter = TimeSpan.FromSeconds(dice.Pick([2, 8, 300])),
            Shards = new ShardOptions { HandOverBatch = dice.Pick([1, 2, 8]) },
        };
        Node = Node with
        {
            Mailboxes = Node.Mailboxes with { MaxLogAge = dice.Pick<TimeSpan?>([null, null, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15)]) },
        };
        Channels = dice.Pick<ImmutableArray<string>>([[], ["log1"], ["tick1"], ["log1", "tick1"]]);
    }

    /// <summary>At the start. More may join, and some go.</summary>
    public int Nodes { get; }

    public int Users { get; }

    public int TabsPerUser { get; }

    public int Rooms { get; }

    /// <summary>Those that begin with <c>log</c> keep their messages, the others none.</summary>
    public ImmutableArray<string> Channels { get; }

    /// <summary>What all clients together do before the quiet phase, at most.</summary>
    public int Actions { get; }

    /// <summary>For how long faults happen.</summary>
    public TimeSpan Storm { get; }

    /// <summary>How long a client waits between two actions, at most: so that they last about as long as the storm.</summary>
    public TimeSpan ThinkTime => 2 * Storm * Users * TabsPerUser / Actions;

    /// <summary>Frames that wait for one connection before it is closed as a slow consumer.</summary>
    public int Outbox { get; }

    public NodeOptions Node { get; }

    public static Scenario Draw(Dice dice) => new(dice);

    private static NamePattern Starting(string pattern) =>
        NamePattern.TryParse(pattern, out NamePattern parsed) ? parsed : throw new ArgumentException(pattern, nameof(pattern));

    /// <summary>How long a frame takes to a client at most: some have a bad line.</summary>
    public TimeSpan SlowestFor(string client)
    {
        if (!_slowest.TryGetValue(client, out TimeSpan slowest))
            _slowest[client] = slowest = TimeSpan.FromMilliseconds(_dice.Pick([1, 20, 20, 20, 400]));

        return slowest;
    }

    public override string ToString() =>
        $"{Nodes} nodes, {Users} users with {TabsPerUser} tabs, {Rooms} rooms, channels {string.Join(' ', Channels)}, {Actions} actions in {Storm.TotalSeconds} s, outbox {Outbox}, {Node.Mailboxes}";
}
