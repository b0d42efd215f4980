using System.Text;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>Acked means logged; a retry has no second effect; a refusal has none at all.</summary>
internal static class PublicationChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        var logged = Logged(record.Archive);
        foreach (Publication publication in record.Recording.Publications)
        {
            (ArchivedRoom Room, RoomEvent Event)[] places = [.. logged[publication.Text]];
            if (places.Length > 1)
            {
                yield return new Violation.LoggedTwice(
                    publication.Room, places[0].Event.Seq, places[1].Event.Seq, publication.User.Value, publication.Text);
            }

            if (CheckAcks(record, publication, places) is { } violation)
                yield return violation;
        }
    }

    private static ILookup<string, (ArchivedRoom Room, RoomEvent Event)> Logged(LogArchive archive) => archive.Rooms
        .SelectMany(room => room.Events, (room, e) => (Room: room, Event: e))
        .Where(one => one.Event is MessagePublished)
        .ToLookup(one => Encoding.UTF8.GetString(((MessagePublished)one.Event).Body.Data.Span), StringComparer.Ordinal);

    private static Violation? CheckAcks(RunRecord record, Publication publication, (ArchivedRoom Room, RoomEvent Event)[] places)
    {
        RoomReply.Published[] acks = [.. publication.Tries
            .Select(one => (one.Answer as Answer.Replied)?.Reply)
            .OfType<RoomReply.Published>()];

        foreach (RoomReply.Published ack in acks)
        {
            // What was lost with its epoch was logged again under the next one.
            bool wasLost = acks.Any(one => Ever(record, publication, one).Any(e => record.Archive.Of(publication.Room).WasLost(e)));
            if (ack.Message.Seq != acks[0].Message.Seq && !wasLost)
            {
                return new Violation.AcksDiffer(
                    publication.Room, acks[0].Message.Seq, ack.Message.Seq, publication.User.Value, publication.Request ?? default);
            }

            RoomEvent[] ever = [.. Ever(record, publication, ack)];
            ArchivedRoom room = record.Archive.Of(publication.Room);
            bool isThere = ever.Any(e => room.At(e.Seq) == e);
            bool isLostAndTold = ever.Any(room.WasLost) && room.Epoch != ack.Message.Epoch;
            if (!isThere && !isLostAndTold)
                return new Violation.AckedNotLogged(publication.Room, ack.Message.Seq, publication.User.Value, publication.Text);
        }

        bool allRefused = publication.Tries.Count > 0 && publication.Tries.All(one =>
            one.Answer is Answer.Replied { Reply: RoomReply.Refused or RoomReply.Throttled });
        return allRefused && places.Length > 0
            ? new Violation.RefusedButLogged(publication.Room, places[0].Event.Seq, publication.User.Value, publication.Text)
            : null;
    }

    /// <summary>What the log had at some time where the ack says that the message is.</summary>
    private static IEnumerable<RoomEvent> Ever(RunRecord record, Publication publication, RoomReply.Published ack) =>
        record.Archive.Of(publication.Room).Ever(ack.Message.Epoch, ack.Message.Seq).Where(e => IsIts(e, publication, ack));

    private static bool IsIts(RoomEvent e, Publication publication, RoomReply.Published ack) =>
        e is MessagePublished message
        && Encoding.UTF8.GetString(message.Body.Data.Span) == publication.Text
        && e.By == publication.User
        && e.Timestamp == ack.Timestamp
        && (publication.Request is null || e.Request == publication.Request);
}
