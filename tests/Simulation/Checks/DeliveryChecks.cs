using Streaming.Actors.Ids;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>One order, no gap, no duplicate, for every connection in every room it joined.</summary>
internal static class DeliveryChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        record.Recording.Connections.SelectMany(connection => Check(connection, record));

    private static IEnumerable<Violation> Check(ConnectionHistory connection, RunRecord record)
    {
        IEnumerable<RoomId> rooms = connection.Seen.Select(one => one.About).OfType<RoomId>().Distinct();
        foreach (RoomId room in rooms)
        {
            if (Check(connection, room, record) is { } violation)
                yield return violation;
        }
    }

    /// <returns>The first break: what follows it would only break again.</returns>
    private static Violation? Check(ConnectionHistory connection, RoomId room, RunRecord record)
    {
        ArchivedRoom archived = record.Archive.Of(room);
        var listener = new ListenerCheck(connection, archived);
        ILookup<bool, Observation> seen = connection.Seen.Where(one => one.About == room).ToLookup(one => one.At <= record.QuietAt);
        RoomEnding? ending = record.Endings.FirstOrDefault(ending => ending.Room == room);
        bool lives = connection.Ended is null;

        return FirstBreak(listener, seen[true])
            ?? (lives ? listener.AtQuiescence(ending?.Epoch, ending?.Head ?? 0) : null)
            ?? FirstBreak(listener, seen[false])
            ?? (lives ? listener.AtQuiescence(archived.Epoch, archived.Head) : null);
    }

    private static Violation? FirstBreak(ListenerCheck listener, IEnumerable<Observation> seen) =>
        seen.Select(listener.Take).FirstOrDefault(found => found is not null);
}
