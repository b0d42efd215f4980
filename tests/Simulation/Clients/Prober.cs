using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Checks;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Clients;

/// <summary>
/// Comes a while after the faults have ended, when everything has to work again: publishes in every room over every node,
/// and looks who got it, and how soon.
/// </summary>
internal sealed class Prober(ClientWorld place, IReadOnlyList<SimulatedClient> tabs)
{
    /// <summary>Within it everything that is well publishes, and delivers.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly SimulatedUser _self = new(new UserId("prober"), echo: true);
    private readonly List<Violation> _found = [];

    public async Task<ImmutableArray<Violation>> ProbeAsync(IReadOnlyList<RoomId> rooms)
    {
        var probes = place.Cluster.Nodes.SelectMany(node => rooms, (node, room) => (node, room)).ToArray();
        await Task.WhenAll(probes.Select(async probe =>
        {
            var client = new SimulatedClient(_self, $"prober/{probe.node.Name}/{probe.room}", place);
            if (!await client.ConnectAsync(token: null, probe.node))
            {
                _found.Add(new Violation.NotAvailable(probe.room, probe.node.Name, "it takes no connection"));
                return;
            }

            await ProbeAsync(client, probe.node.Name, probe.room);
            client.Vanish();
        }));
        return [.. _found];
    }

    private async Task ProbeAsync(SimulatedClient client, string node, RoomId room)
    {
        RoomReply? published = null;
        DateTimeOffset begun = place.World.Now;
        Answer answer = await JoinAsync(client, room, begun + Bound);
        Publication publication = NewPublication(client, room);
        if (answer is Answer.Joined { Ack: not null })
            (answer, published) = await PublishAsync(client, publication, begun + Bound);

        TimeSpan took = place.World.Now - begun;
        if (published is null)
        {
            // Others fill the room up to its limits: that is an answer too.
            if (!IsBusy(answer))
                _found.Add(new Violation.NotAvailable(room, node, $"{answer} after {took.TotalSeconds:F1} s"));
            return;
        }

        SimulatedClient[] listeners = [.. tabs.Where(tab => tab.Room(room) is { IsLive: true }), client];
        ConnectionHistory?[] connections = [.. listeners.Select(one => one.History)];
        await place.World.Delay(Bound);
        for (int i = 0; i < listeners.Length; i++)
        {
            if (listeners[i].History == connections[i] && listeners[i].Room(room) is { IsLive: true } view
                && Missing(view, published, publication.Text, listeners[i], begun) is { } missing)
            {
                _found.Add(missing);
            }
        }
    }

    private static bool IsBusy(Answer answer)
    {
        RoomReply? reply = answer switch
        {
            Answer.Replied replied => replied.Reply,
            Answer.Joined joined => joined.Reply,
            _ => null,
        };
        return reply is RoomReply.Throttled || (reply is RoomReply.Unavailable { Why: var why } && why.Contains("too many", StringComparison.Ordinal));
    }

    private async Task<Answer> JoinAsync(SimulatedClient client, RoomId room, DateTimeOffset until)
    {
        while (true)
        {
            Answer answer = await client.AskAsync(ClientRequest.Enter(room, since: null, echo: true));
            if (answer is Answer.Joined { Ack: not null } || place.World.Now >= until)
                return answer;

            await place.World.Delay(Pause);
        }
    }

    private Publication NewPublication(SimulatedClient client, RoomId room)
    {
        RequestId request = _self.NextRequest();
        var publication = new Publication(_self.Id, room, request, $"{{\"text\":\"{client.Name} {request}\"}}");
        place.Recording.Publications.Add(publication);
        return publication;
    }

    private async Task<(Answer Answer, RoomReply? Published)> PublishAsync(SimulatedClient client, Publication publication, DateTimeOffset until)
    {
        var body = new MessageBody(Encoding.UTF8.GetBytes(publication.Text));
        while (true)
        {
            Answer answer = await client.AskAsync(new ClientRequest.Publish(publication.Room, publication.Request, body), publication.Tries.Add);
            if (answer is Answer.Replied { Reply: (RoomReply.Published or RoomReply.Raised) and var published })
                return (answer, published);
            if (place.World.Now >= until)
                return (answer, null);

            await place.World.Delay(Pause);
        }
    }

    /// <summary>What is kept comes late at worst; what is not kept is heard now, unless it was lost on the way, or the owner does not know yet who listens.</summary>
    private Violation? Missing(RoomView view, RoomReply published, string text, SimulatedClient listener, DateTimeOffset since) => published switch
    {
        RoomReply.Published { Message: var message } when view.Epoch == message.Epoch && view.Seq < message.Seq =>
            new Violation.DeliveredLate(view.Room, message.Seq, view.Seq, listener.History!.Name),
        RoomReply.Raised when !view.Heard.Contains(text) && !place.Cluster.LostSignals.AnySince(view.Room, since) =>
            new Violation.NotHeard(view.Room, text, listener.History!.Name),
        _ => null,
    };
}
