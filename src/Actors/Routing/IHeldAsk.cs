using Streaming.Actors.Rooms;

namespace Streaming.Actors.Routing;

/// <summary>A question, of a caller here or of another node, that cannot be placed yet.</summary>
internal interface IHeldAsk
{
    /// <summary>Nobody waits for its answer any more.</summary>
    bool IsOver { get; }

    /// <summary>Something about its shard has changed: look again where it belongs.</summary>
    void Retry();

    void Reply(RoomReply reply);
}
