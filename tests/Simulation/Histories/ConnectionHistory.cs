using Streaming.Actors.Ids;

namespace Streaming.Simulation.Histories;

/// <summary>All that the client of one connection saw, from its welcome to its end.</summary>
internal sealed class ConnectionHistory(string name, UserId user, string? presented, bool tokenIsYoung, DateTimeOffset openedAt)
{
    public string Name { get; } = name;

    public UserId User { get; } = user;

    /// <summary>The resume token that it came with.</summary>
    public string? Presented { get; } = presented;

    /// <summary>Whether that token was this client's newest, and cannot have grown too old.</summary>
    public bool TokenIsYoung { get; } = tokenIsYoung;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    /// <summary>The server's id of it; null until welcomed.</summary>
    public ConnectionId? Id { get; set; }

    /// <summary>The token that it was given for its next connection; null until welcomed.</summary>
    public string? Token { get; set; }

    public List<Observation> Seen { get; } = [];

    /// <summary>Why it ended; null while it is open.</summary>
    public string? Ended { get; set; }
}
