using Streaming.Actors.Ids;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>A resume token works, once, and brings back the rooms that its session was in.</summary>
internal static class SessionChecks
{
    /// <summary>Since when a young token was in the store: <see cref="SimulatedClient"/> trusts it for as long after its connection ended.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(40);

    /// <summary>How long a connection may wait for its welcome.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);

    public static IEnumerable<Violation> Check(RunRecord record)
    {
        List<ConnectionHistory> connections = record.Recording.Connections;
        foreach (IGrouping<string?, ConnectionHistory> presented in connections.Where(one => one.Presented is not null).GroupBy(one => one.Presented))
        {
            ConnectionHistory[] resumed = [.. presented.Where(one => WelcomeOf(one) is { Resumed: true })];
            // A store that went back forgot that the token was used.
            bool mayBeForgotten = record.HadSessionTrouble(presented.Min(one => one.OpenedAt) - Kept, presented.Max(one => one.OpenedAt) + Wait);
            if (resumed.Length > 1 && !mayBeForgotten)
                yield return new Violation.TokenUsedTwice(resumed[0].Name, resumed[1].Name);

            // Of two who present it at once either may win, so only a single one has a right to it.
            if (presented.Count() == 1 && !mayBeForgotten && presented.Single() is { TokenIsYoung: true } only && WelcomeOf(only) is { Resumed: false })
                yield return new Violation.ResumeRefused(only.Name);

            if (resumed.Length == 1 && connections.FirstOrDefault(one => one.Token == presented.Key) is { } earlier)
            {
                if (record.HadSessionTrouble(earlier.OpenedAt, resumed[0].OpenedAt + Wait))
                    continue;

                foreach (Violation violation in CheckRooms(earlier, resumed[0], record.Recording.Asks))
                    yield return violation;
            }
        }
    }

    private static IEnumerable<Violation> CheckRooms(ConnectionHistory earlier, ConnectionHistory later, List<Ask> asks)
    {
        List<RoomId> brought = [.. WelcomeOf(later)!.Rooms];
        List<Ask> its = [.. asks.Where(ask => ask.Connection == earlier.Name)];
        foreach (RoomId room in asks.Select(ask => ask.Request.About).OfType<RoomId>().Distinct())
        {
            // Where the last word on a room was not heard, or was still being spoken, either is right.
            if (its.Any(ask => (ask.Answer is null || ask.EndedAt >= later.OpenedAt) && IsChange(ask, room)))
                continue;

            Observation? last = earlier.Seen.LastOrDefault(one => one.About == room && one is Observation.Joined or Observation.Left);
            if (last is Observation.Joined && !brought.Contains(room))
                yield return new Violation.ResumeForgotRoom(room, later.Name);
            if (last is Observation.Left { WasAsked: true } && brought.Contains(room))
                yield return new Violation.ResumeRevivedRoom(room, later.Name);
        }
    }

    private static bool IsChange(Ask ask, RoomId room) =>
        ask.Request is ClientRequest.Resume
        || (ask.Request is ClientRequest.Join or ClientRequest.Leave or ClientRequest.Subscribe or ClientRequest.Unsubscribe && ask.Request.About == room);

    private static Observation.Welcomed? WelcomeOf(ConnectionHistory connection) =>
        connection.Seen.OfType<Observation.Welcomed>().FirstOrDefault();
}
