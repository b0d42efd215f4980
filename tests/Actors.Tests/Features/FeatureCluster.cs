using System.Collections.Immutable;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Webhooks;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>
/// Three nodes with everything switched on: Ann, whose room it is, is connected to one, Bob, a member, and Cy, a stranger, to another, and all
/// rooms, channels and users belong to the third. Where it dies, that is Bob's from then on.
/// </summary>
internal sealed class FeatureCluster : IDisposable
{
    public const int MaxNamed = 4;
    public const int MaxRooms = 3;
    public const int MaxLogEntries = 100;
    public static readonly TimeSpan MaxLogAge = TimeSpan.FromDays(10);
    public static readonly TimeSpan AwayAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(10);

    private static readonly NodeOptions Options = new()
    {
        Mailboxes = new MailboxOptions
        {
            MessagesPerSecond = 0, MaxRosterSize = MaxNamed, MaxLogAge = MaxLogAge, MaxLogEntries = MaxLogEntries,
            Channels = new ChannelPolicies(
            [
                new ChannelPolicy(Participant.Pattern("log.*")) { IsPersistent = true },
                new ChannelPolicy(Participant.Pattern("prices.*")) { Delivery = new DeliveryPolicy(Delivery.LatestByKey) },
                new ChannelPolicy(Participant.Pattern("tick.*")),
            ]),
        },
        Sessions = new SessionOptions { MaxRooms = MaxRooms },
        PresenceAwayAfter = AwayAfter,
    };

    private readonly bool _ownerDies;
    private readonly StreamingNode _owner;
    private readonly InMemoryWebhookStore _webhooks = new();

    public FeatureCluster(bool ownerDies)
    {
        _ownerDies = ownerDies;
        Rig.Loses = Note;
        _owner = AddNode("owner");
        (StreamingNode acting, StreamingNode targets) = (AddNode("acting"), AddNode("targets"));
        (Ann, Bob, Cy) = (Come(acting, Some.Ann), Come(targets, Some.Bob), Come(targets, Some.Cy));
        Ann.Join();
        Bob.Join();
        Pass(2);
        Assert.Equal(_owner.Self, OwnerNow());
    }

    public ClusterRig Rig { get; } = new();

    public Participant Ann { get; }

    public Participant Bob { get; }

    /// <summary>Is in no room.</summary>
    public Participant Cy { get; }

    /// <summary>What the webhook took.</summary>
    public RecordingReceiver Receiver { get; } = new();

    /// <summary>What rooms told the observers of the node that owned them: "node room seq".</summary>
    public List<string> Observed { get; } = [];

    /// <summary>What nodes said to each other.</summary>
    public HashSet<object> Said { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>How often the scenario came to the moment at which the owner may die.</summary>
    public int TurningPoints { get; private set; }

    public void Dispose() => Rig.Dispose();

    /// <summary>Between what is done and the look at it. Here the owner dies, where it is to.</summary>
    public void OwnerMayDie()
    {
        TurningPoints++;
        if (!_ownerDies)
            return;

        Rig.Directory.Favourite = Bob.Node.Self;
        Rig.Kill(_owner);
        Rig.Pass(TakeOver);
        Assert.Equal(Bob.Node.Self, OwnerNow());
    }

    public Participant Come(StreamingNode node, UserId user, string? token = null)
    {
        var hears = new RecordingSink();
        ClientSession session = Rig.Run(node.Sessions.OpenAsync(
            new SessionRequest(user, Role.Member, MayCreateRooms: true, token), hears, CancellationToken.None));
        session.Appear();
        return new Participant(Rig, node, user, session, hears);
    }

    public void Pass(double seconds) => Rig.Pass(TimeSpan.FromSeconds(seconds));

    public ImmutableArray<RoomEvent> LogOf(RoomId room) =>
        Rig.Run(Rig.Stored.ReadAsync(room, LogRange.Following(0, int.MaxValue), CancellationToken.None)).Events;

    private NodeId? OwnerNow() => Ann.Node.Shards.Current.OwnerOf(Ann.Node.Shards.Current.ShardOf(Some.Room))?.Node;

    private StreamingNode AddNode(string id)
    {
        var all = new Webhook("all", WebhookEvents.All & ~WebhookEvents.Presence);
        return Rig.AddNode(id, Options, new WebhookPorts(_webhooks, Receiver, [all]), new RoomNewsHeard(new NodeId(id), Observed));
    }

    private bool Note(PeerMessage message)
    {
        switch (message)
        {
            case AskRoom asked:
                Said.Add(asked.Command);
                break;
            case EventsCommitted committed:
                Said.UnionWith(committed.Events);
                break;
            case EphemeralRaised raised:
                Said.Add(raised.Event);
                break;
        }

        return false;
    }
}
