using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>A page, or the reply that says why there is none. Exactly one is set.</summary>
public sealed record HistoryOutcome(HistoryPage? Page, RoomReply? Refusal);
