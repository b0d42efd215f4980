using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Routing;

/// <summary>A question of another node, which believes that this one owns the room.</summary>
/// <param name="until">By the clock's timestamp: the asker gives up then.</param>
internal sealed class PeerAsk(RoomRouter router, IPeerLink link, NodeId from, AskRoom asked, TimeProvider clock, long until)
    : IReplySink, IHeldAsk
{
    public AskRoom Asked => asked;

    public bool IsOver => clock.GetTimestamp() >= until;

    public void Retry() => router.Place(this);

    public void Reply(RoomReply reply) => link.Send(from, new AnswerRoom(asked.Correlation, reply));
}
