using Streaming.Actors.Operations;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Node.Operations;

/// <summary><c>/cluster/sessions</c>: those with a connection now.</summary>
/// <param name="Total">How many there are, listed or not.</param>
/// <param name="Unanswered">Nodes that did not answer: theirs are missing.</param>
internal sealed record SessionList(int Total, IReadOnlyList<SessionReport> Sessions, IReadOnlyList<string> Unanswered);

/// <summary>One session, with its connection.</summary>
internal sealed record SessionReport(
    string SessionId, string ConnectionId, string UserId, string NodeId, Role Role, bool Resumed, DateTimeOffset ConnectedAt, IReadOnlyList<string> Rooms)
{
    public static SessionReport Of(SessionSummary summary) => new(
        summary.Session.Value,
        summary.Connection.Value,
        summary.User.Value,
        summary.Node.Value,
        summary.Role,
        summary.Resumed,
        summary.OpenedAt,
        [.. summary.Rooms.Select(static room => room.Value)]);
}

/// <summary><c>/cluster/users/{user}</c>.</summary>
/// <param name="Status">What others see: <c>offline</c> for a user who is in no room, or whom nobody knows.</param>
/// <param name="Rooms">Where the user is seen, or lingers.</param>
internal sealed record UserReport(
    string UserId,
    Availability Status,
    string? CustomStatus,
    IReadOnlyList<string> Rooms,
    IReadOnlyList<SessionReport> Sessions,
    IReadOnlyList<string> Unanswered);
