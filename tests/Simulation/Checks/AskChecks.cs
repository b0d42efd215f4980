using Streaming.Actors.Routing;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>Every request that reached a node which lives ends, with an answer or an error, and in time.</summary>
internal static class AskChecks
{
    /// <summary>For turns that waited behind others, and the coarseness of the node's one timer.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    public static IEnumerable<Violation> Check(RunRecord record)
    {
        HashSet<string> open = [.. record.Recording.Connections.Where(one => one.Ended is null).Select(one => one.Name)];
        DateTimeOffset due = record.EndedAt - RoomRouter.Deadline - Slack;
        foreach (Ask ask in record.Recording.Asks.Where(ask => ask.Node is { IsAlive: true } && ask.MadeAt < due))
        {
            if (ask.EndedAt is not { } ended || (ask.Answer is null && open.Contains(ask.Connection)))
                yield return new Violation.NeverAnswered(ask.ToString());
            else if (IsOneQuestion(ask.Request) && !(ask.Node!.LastPaused >= ask.BegunAt) && ended - ask.BegunAt is { } took && took > RoomRouter.Deadline + Slack)
                yield return new Violation.AnsweredLate(ask.ToString(), took);
        }
    }

    /// <summary>Others ask several times, or read the log themselves, and may take longer.</summary>
    private static bool IsOneQuestion(ClientRequest request) =>
        request is ClientRequest.Publish or ClientRequest.Typing or ClientRequest.GetRoster or ClientRequest.SetStatus;
}
