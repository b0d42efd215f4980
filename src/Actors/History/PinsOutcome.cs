using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>The messages, or the reply that says why there are none to be shown. Exactly one is set.</summary>
public sealed record PinsOutcome(PinnedMessages? Pins, RoomReply? Refusal);
