using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors.Tests.Webhooks;

/// <summary>Nodes with webhooks over one store and one receiver, on the clock and turns of a <see cref="ClusterRig"/>.</summary>
internal sealed class WebhookRig(params Webhook[] webhooks) : IDisposable
{
    public static readonly Webhook All = new("all", WebhookEvents.MemberJoined | WebhookEvents.MemberLeft | WebhookEvents.Message);

    public ClusterRig Cluster { get; } = new();

    public RecordingReceiver Receiver { get; } = new();

    public InMemoryWebhookStore Store { get; } = new();

    public IEnumerable<string> Taken => Receiver.Taken.Select(static one => one.Event);

    public void Dispose() => Cluster.Dispose();

    public StreamingNode AddNode(string id, NodeOptions? options = null) =>
        Cluster.AddNode(id, options, webhooks: new WebhookPorts(Store, Receiver, [.. webhooks]));

    /// <summary>Asks by way of that node, and runs all turns.</summary>
    public RoomReply Ask(StreamingNode node, RoomCommand command, RoomId? room = null) =>
        Cluster.Run(node.Router.AskAsync(room ?? Some.Room, command));

    /// <summary>Says these, one after the other.</summary>
    public void Say(StreamingNode node, params string[] texts)
    {
        foreach (string text in texts)
            Ask(node, Some.Publish(Some.Ann, text));
    }

    public DeadLetter[] Dead(string webhook) => [.. Store.ListDeadAsync(webhook, 100, default).AsTask().Result.Letters];
}
