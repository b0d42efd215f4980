using Streaming.Actors.Ids;

namespace Streaming.Actors.Limits;

/// <summary>One connection among those that are counted.</summary>
/// <param name="Session">A session has one place: the connection that goes on with it takes over the one of the connection before.</param>
/// <param name="Connection">Who holds it.</param>
/// <param name="Address">What it is counted under, a network for some; null where there is none, and then it is not counted.</param>
/// <param name="IsGuest">Counted among the guests too.</param>
public sealed record ConnectionPlace(SessionId Session, ConnectionId Connection, UserId User, string? Address, bool IsGuest);
