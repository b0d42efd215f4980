using Streaming.Actors.Ids;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Peers;

namespace Streaming.Simulation.Checks;

/// <summary>
/// What is heard of a channel that keeps nothing was published there, and is heard once: for those that have logs it is checked as for rooms.
/// What is sent again may be heard again by way of another owner, by the client or by its node, which is owed an answer; and all may be where the
/// network doubles what it carries.
/// </summary>
internal static class ChannelChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        Dictionary<string, Publication> published = record.Recording.Publications
            .Where(static one => ChannelId.IsHostedBy(one.Room))
            .ToDictionary(static one => one.Text, StringComparer.Ordinal);
        foreach (ConnectionHistory connection in record.Recording.Connections)
        {
            foreach (IGrouping<(RoomId Room, UserId By, string Text), Observation.Heard> heard in connection.Seen.OfType<Observation.Heard>()
                .GroupBy(static one => (one.Room, one.By, one.Text)))
            {
                (RoomId room, UserId by, string text) = heard.Key;
                if (!published.TryGetValue(text, out Publication? publication) || publication.Room != room || publication.User != by)
                    yield return new Violation.HeardUnsaid(room, text, by.Value, connection.Name);
                else if (heard.Count() > 1 && publication.Tries is [var only] && record.Faults.Link.Doubled == 0
                    && !record.HasMoved(room, only.MadeAt, only.EndedAt + SimulatedNetwork.Latest ?? record.EndedAt))
                    yield return new Violation.HeardTwice(room, text, connection.Name);
            }
        }
    }
}
