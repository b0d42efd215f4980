using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
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
        AskRoom { Command: AnnotateMessage { Body: { } body } } => Envelope + Of(body),
        AskNode { Question: NodeQuestion.Tell tell } => Envelope + tell.Notice.Data.Length + tell.Notice.Metadata.Length,
        AskRoom { Command: SendSignal signal } => Envelope + signal.Data.Length,
        AskRoom { Command: CreateRoom or UpdateRoom } => Envelope + RoomSettings.MaxMetadataBytes,
        EventsCommitted committed => Of(committed),
        AnswerRoom { Reply: RoomReply.AnnotationsRead read } => Envelope + read.Messages.Sum(Of),
        AnswerRoom { Reply: RoomReply.MembersRead read } => Envelope + (read.Members.Length * Entry),
        AnswerRoom { Reply: RoomReply.InfoRead read } => Envelope + read.Room.Settings.Metadata.Length,
        AnswerRoom { Reply: RoomReply.InvitesRead read } => Envelope + (read.Invites.Length * Envelope),
        AnswerRoom { Reply: RoomReply.ModerationRead read } => Envelope + read.Entries.Sum(static one => Envelope + (one.Reason?.Length ?? 0)),
        AskRoom { Command: ReadMarkers read } => Envelope + (read.Users.Length * Entry),
        AnswerRoom { Reply: RoomReply.MarkersRead read } => Envelope + (read.Unstored.Length * Entry),
        EphemeralRaised { Event: Signalled signal } => Envelope + signal.Data.Length,
        AnswerRoom { Reply: RoomReply.RosterRead read } => Envelope + read.Roster.Users.Length * Entry,
        AnswerRoom { Reply: RoomReply.Described described } => Envelope + described.Room.Members.Length * Entry,
        AnswerNode { Answer: NodeAnswer.Sessions sessions } => Envelope + sessions.Found.Sum(static one => Envelope + one.Rooms.Length * Entry),
        EphemeralRaised { Event: PresenceReplaced replaced } => Envelope + replaced.Roster.Users.Length * Entry,
        PresenceReported reported => Envelope + (reported.Rooms.Length + reported.Broken.Length) * Entry,
        EphemeralRaised { Event: ChannelMessage raised } => Envelope + Of(raised.Body),
        PatternsListened listened => Envelope + listened.Starts.Length * Entry,
        AnswerNode { Answer: NodeAnswer.Channels channels } => Envelope + channels.Found.Length * Entry,
        EphemeralRaised { Event: PresenceChanged presence } => Envelope + presence.Changes.Length * Entry,
        PresenceTold told => Envelope + Of(told.Status),
        AskNode { Question: NodeQuestion.SetPresence set } => Envelope + Of(set.Status),
        _ => Envelope,
    };

    private static int Of(UserStatus status) => status.Metadata.Length + (status.CustomStatus?.Length ?? 0) + (status.Activity?.Length ?? 0);

    private static int Of(EventsCommitted committed)
    {
        int weight = Envelope;
        foreach (RoomEvent one in committed.Events)
            weight += Envelope + ContentOf(one);

        return weight;
    }

    private static int ContentOf(RoomEvent e) => e switch
    {
        MessagePublished message => Of(message.Body),
        MessageAnnotated annotated => (annotated.Body is { } body ? Of(body) : 0) + (annotated.Redacted.Length * sizeof(long)),
        RoomCreated created => created.Settings.Metadata.Length,
        RoomUpdated updated => updated.Settings.Metadata.Length,
        _ => 0,
    };

    private static int Of(MessageSummary message) => Entry + message.Reactions.Sum(static one => Entry + (one.Users.Length * Entry));

    private static int Of(MessageBody body) => body.Data.Length + body.Metadata.Length;
}
