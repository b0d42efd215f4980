using Streaming.Actors.Ids;
using Streaming.Simulation.Histories;

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
            var listener = new ListenerCheck(connection, record.Archive.Of(room));
            Violation? violation = connection.Seen
                .Where(one => one.About == room)
                .Select(listener.Take)
                .FirstOrDefault(found => found is not null);

            // What follows the first break would only break again.
            violation ??= connection.Ended is null ? listener.AtQuiescence() : null;
            if (violation is not null)
                yield return violation;
        }
    }
}
