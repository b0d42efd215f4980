using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;

namespace Streaming.Redis.Peers;

/// <summary>About how many bytes a message takes: what bounds in bytes are counted in. Exact for what can be large.</summary>
internal static class PeerWeight
{
    /// <summary>Kind, ids and numbers, with ids of ordinary length.</summary>
    private const int Envelope = 160;

    /// <summary>One user in a roster.</summary>
    private const int Entry = 64;

    public static int Of(PeerMessage message) => message switch
    {
        AskRoom { Command: PublishMessage publish } => Envelope + Of(publish.Body),
        EventsCommitted committed => Of(committed),
        AnswerRoom { Reply: RoomReply.RosterRead read } => Envelope + read.Roster.Users.Length * Entry,
        AnswerRoom { Reply: RoomReply.Described described } => Envelope + described.Room.Members.Length * Entry,
        AnswerNode { Answer: NodeAnswer.Sessions sessions } => Envelope + sessions.Found.Sum(static one => Envelope + one.Rooms.Length * Entry),
        EphemeralRaised { Event: PresenceReplaced replaced } => Envelope + replaced.Roster.Users.Length * Entry,
        PresenceReported reported => Envelope + (reported.Rooms.Length + reported.Broken.Length) * Entry,
        EphemeralRaised { Event: PresenceChanged presence } => Envelope + presence.Changes.Length * Entry,
        _ => Envelope,
    };

    private static int Of(EventsCommitted committed)
    {
        int weight = Envelope;
        foreach (RoomEvent one in committed.Events)
            weight += Envelope + (one is MessagePublished message ? Of(message.Body) : 0);

        return weight;
    }

    private static int Of(MessageBody body) => body.Data.Length + body.Metadata.Length;
}
