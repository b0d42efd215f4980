using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Channels;

/// <summary>
/// Three nodes with the shards spread over them, and channels that lie where a test wants them: those that begin with <c>log.</c> keep their
/// messages, those with <c>tick.</c> keep none, others do not exist.
/// </summary>
internal sealed class ChannelCluster : IDisposable
{
    private static readonly NodeOptions Options = new()
    {
        Mailboxes = new MailboxOptions
        {
            MessagesPerSecond = 0,
            Channels = new ChannelPolicies([Policy("log.*") with { IsPersistent = true }, Policy("tick.*")]),
        },
    };

    public ChannelCluster()
    {
        Nodes = [.. NamesThatAllGetShards().Select(name => Rig.AddNode(name, Options))];
        Rig.Directory.Favourite = null;
        Rig.LookAgain();
        Rig.Pass(TimeSpan.FromSeconds(5));
        Assert.All(Nodes, node => Assert.Contains(node.Shards.Current.Served, term => term > 0));
    }

    public ClusterRig Rig { get; } = new();

    /// <summary>The publisher's, the listener's, and the third.</summary>
    public StreamingNode[] Nodes { get; }

    public void Dispose() => Rig.Dispose();

    public static NamePattern Pattern(string text) => NamePattern.TryParse(text, out NamePattern pattern) ? pattern : throw new ArgumentException(text);

    /// <summary>A channel that the node owns.</summary>
    public ChannelId ChannelOn(StreamingNode owner, string prefix, int which = 0) => Enumerable.Range(0, 1000)
        .Select(i => new ChannelId($"{prefix}{i}"))
        .Where(channel => Nodes[^1].Shards.Current.OwnerOf(owner.Shards.Current.ShardOf(channel.Room))?.Node == owner.Self)
        .ElementAt(which);

    public StreamingNode AddNode(string id) => Rig.AddNode(id, Options);

    public (ClientSession Session, RecordingSink Sink) Connect(StreamingNode node, UserId user, string? token = null)
    {
        var sink = new RecordingSink();
        ClientSession session = Rig.Run(node.Sessions.OpenAsync(
            new SessionRequest(user, Role.Member, MayCreateRooms: true, token), sink, CancellationToken.None));
        return (session, sink);
    }

    /// <summary>A connection that listens to a channel or a pattern.</summary>
    public (ClientSession Session, RecordingSink Sink) Listen(
        StreamingNode node, UserId user, string name, string? filter = null, RoomPosition? since = null)
    {
        (ClientSession session, RecordingSink sink) = Connect(node, user);
        Listen(session, name, filter, since);
        return (session, sink);
    }

    public SubscribeOutcome Listen(ClientSession session, string name, string? filter = null, RoomPosition? since = null, bool echo = true)
    {
        ChannelFilter? read = filter is null ? null : ChannelFilter.Read(Encoding.UTF8.GetBytes(filter), out _);
        SubscribeOutcome outcome = Rig.Run(session.SubscribeAsync(Pattern(name), new ChannelTerms(read, echo), since));
        outcome.StartDelivery();
        Rig.Turns.Run();
        return outcome;
    }

    public RoomReply Publish(ClientSession session, ChannelId channel, string text, string metadata = "", string? request = null) =>
        Rig.Run(session.PublishAsync(
            channel, request is null ? null : new RequestId(request), new MessageBody(Some.Json(text), Encoding.UTF8.GetBytes(metadata))));

    public void Pass(double seconds) => Rig.Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>What a client heard, logged or not, by the order within each kind.</summary>
    public static string[] Heard(RecordingSink sink) =>
    [
        .. sink.Texts(),
        .. sink.Signals.OfType<ChannelMessage>().Select(message => Encoding.UTF8.GetString(message.Body.Data.Span).Trim('"')),
    ];

    private static ChannelPolicy Policy(string pattern) => new(Pattern(pattern));

    private string[] NamesThatAllGetShards() => Enumerable.Range(1, 100)
        .Select(static i => (string[])[$"n{i}", $"n{i + 1}", $"n{i + 2}"])
        .First(names => ShardPreference
            .Of([.. names.Select(static name => new ClusterMember(new NodeId(name), name, new MemberInfo()))], Rig.Directory.Shards)
            .Distinct().Count() == names.Length);
}
