using Streaming.Actors.Ids;

namespace Streaming.Simulation.Histories;

/// <summary>A message that a user wanted to publish, however many tries that took. Its text occurs nowhere else.</summary>
internal sealed class Publication(UserId user, RoomId room, RequestId? request, string text)
{
    public UserId User { get; } = user;

    public RoomId Room { get; } = room;

    /// <summary>Null: sent without an id, and so only once.</summary>
    public RequestId? Request { get; } = request;

    public string Text { get; } = text;

    public List<Ask> Tries { get; } = [];
}
