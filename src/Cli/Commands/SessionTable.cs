using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>Sessions, a row each.</summary>
internal static class SessionTable
{
    public static Listing Of(IReadOnlyList<Session> sessions, DateTimeOffset now)
    {
        var table = new Listing("SESSION", "USER", "NODE", "ROLE", "FOR", "#ROOMS");
        foreach (var session in sessions)
            table.Add(session.SessionId, session.UserId, session.NodeId, session.Role, Wording.Duration(now - session.ConnectedAt), session.Rooms.Count);

        return table;
    }

    /// <summary>Says whose are missing.</summary>
    public static void TellUnanswered(Terminal terminal, IReadOnlyList<string> unanswered)
    {
        if (unanswered.Count > 0)
            terminal.Remark($"{string.Join(", ", unanswered)} did not answer: what is connected there is missing here");
    }
}
