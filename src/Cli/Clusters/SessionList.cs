namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/sessions</c>.</summary>
internal sealed record SessionList(int Total, IReadOnlyList<Session> Sessions, IReadOnlyList<string> Unanswered);

/// <summary>One session that is connected.</summary>
internal sealed record Session(
    string SessionId, string ConnectionId, string UserId, string NodeId, string Role, bool Resumed, DateTimeOffset ConnectedAt, IReadOnlyList<string> Rooms);

/// <summary><c>GET /cluster/users/{user}</c>.</summary>
internal sealed record User(
    string UserId, string Status, string? CustomStatus, IReadOnlyList<string> Rooms, IReadOnlyList<Session> Sessions, IReadOnlyList<string> Unanswered);
