using System.Collections.Immutable;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Presence;

namespace Streaming.Node.Operations;

/// <summary>Sessions and users, asked of every node: only the node that has a connection knows it.</summary>
internal sealed class SessionReporter(StreamingNode node)
{
    /// <summary>Sessions in one answer, at most.</summary>
    public const int MaxSessions = 500;

    public async Task<SessionList> FindAsync(UserId? user, SessionId? session, int limit)
    {
        var answers = await AskAllAsync(new NodeQuestion.FindSessions(user, session, limit));
        var found = answers.Select(static one => one.Answer).OfType<NodeAnswer.Sessions>().ToList();
        return new SessionList(
            found.Sum(static one => one.Total),
            [.. found.SelectMany(static one => one.Found)
                .OrderBy(static one => one.User.Value, StringComparer.Ordinal)
                .ThenBy(static one => one.OpenedAt)
                .Take(limit)
                .Select(SessionReport.Of)],
            Silent(answers));
    }

    public async Task<UserReport> FindUserAsync(UserId user)
    {
        var sessions = FindAsync(user, session: null, MaxSessions);
        var answers = await AskAllAsync(new NodeQuestion.FindPresence(user));
        var known = answers.Select(static one => (one.Answer as NodeAnswer.Presence)?.Found).OfType<UserPresence>().ToList();
        var shown = known.Select(static one => one.Status).FirstOrDefault() ?? UserStatus.Offline;
        return new UserReport(
            user.Value,
            shown.Availability,
            shown.CustomStatus,
            [.. known.SelectMany(static one => one.Rooms).Select(static room => room.Value).Distinct().Order(StringComparer.Ordinal)],
            (await sessions).Sessions,
            Silent(answers));
    }

    private async Task<ImmutableArray<(NodeId Node, NodeAnswer? Answer)>> AskAllAsync(NodeQuestion question)
    {
        var answers = await node.Operations.AskAllAsync(question);

        // Off the link's time, in which the last answer arrived.
        await Task.Yield();
        return answers;
    }

    private static List<string> Silent(ImmutableArray<(NodeId Node, NodeAnswer? Answer)> answers) =>
        [.. answers.Where(static one => one.Answer is null).Select(static one => one.Node.Value)];
}
