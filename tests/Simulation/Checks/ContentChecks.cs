using System.Text;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>A seq of an epoch means one event, for ever and to everybody: to who was sent it, who was told that it is theirs, and who read it.</summary>
internal static class ContentChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        Dictionary<(RoomId Room, Epoch Epoch, long Seq), string> known = [];
        foreach ((RoomId Room, Epoch Epoch, long Seq, string What) one in Known(record))
        {
            var place = (one.Room, one.Epoch, one.Seq);
            if (!known.TryAdd(place, one.What) && known[place] != one.What)
                yield return new Violation.SeqReused(one.Room, one.Epoch, one.Seq, known[place], one.What);
        }
    }

    private static IEnumerable<(RoomId, Epoch, long, string)> Known(RunRecord record)
    {
        foreach (Observation.Event seen in record.Recording.Connections.SelectMany(one => one.Seen).OfType<Observation.Event>()
            .Where(static one => one.What is not MessagePublished { IsRedacted: true }))
            yield return (seen.Room, seen.Epoch, seen.What.Seq, Describe(seen.What));

        foreach (Publication publication in record.Recording.Publications)
        {
            foreach (RoomReply.Published ack in publication.Tries.Select(one => (one.Answer as Answer.Replied)?.Reply).OfType<RoomReply.Published>())
                yield return (publication.Room, ack.Message.Epoch, ack.Message.Seq, Describe(publication.Text, ack.Timestamp));
        }

        foreach (Ask ask in record.Recording.Asks)
        {
            if (ask is not { Request: ClientRequest.History history, Answer: Answer.History { Page: var page } })
                continue;

            foreach (HistoryRow row in page.Messages.Where(static row => !row.IsDeleted))
                yield return (history.Room, page.Epoch, row.Seq, Describe(row.Original));
        }
    }

    private static string Describe(RoomEvent e) => e is MessagePublished message
        ? Describe(Encoding.UTF8.GetString(message.Body.Data.Span), e.Timestamp)
        : Describe($"{e.GetType().Name} {e.By}", e.Timestamp);

    private static string Describe(string what, DateTimeOffset at) => $"{what} {at:O}";
}
