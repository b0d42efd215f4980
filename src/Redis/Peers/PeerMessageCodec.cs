using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>
/// What nodes say to each other, to Protocol Buffers (<c>peers.proto</c>) and back. Decoding answers null for a kind that
/// this release does not know, and throws <see cref="MalformedMessageException"/> for one that is not whole.
/// </summary>
internal static class PeerMessageCodec
{
    private static readonly Wire.PeerMessage DirectoryChangedMessage = new() { DirectoryChanged = new Wire.DirectoryChanged() };
    private static readonly Wire.PeerMessage MessagesMissedMessage = new() { MessagesMissed = new Wire.MessagesMissed() };

    public static Wire.PeerMessage Encode(PeerMessage message) => message switch
    {
        AskRoom ask => new Wire.PeerMessage
        {
            AskRoom = new Wire.AskRoom
            {
                Correlation = ask.Correlation, Room = ask.Room.Value, Term = ask.Term, Command = RoomCommandCodec.Encode(ask.Command),
            },
        },
        AnswerRoom answer => new Wire.PeerMessage
        {
            AnswerRoom = new Wire.AnswerRoom { Correlation = answer.Correlation, Reply = RoomReplyCodec.Encode(answer.Reply) },
        },
        StartListening start => new Wire.PeerMessage
        {
            StartListening = new Wire.StartListening
            {
                Room = start.Room.Value,
                MissesRoster = start.MissesRoster,
                Term = start.Term,
                RosterHeard = start.RosterHeard,
            },
        },
        StopListening stop => new Wire.PeerMessage { StopListening = new Wire.StopListening { Room = stop.Room.Value } },
        EventsCommitted committed => new Wire.PeerMessage { EventsCommitted = Encode(committed) },
        HeadAnnounced head => new Wire.PeerMessage
        {
            HeadAnnounced = new Wire.HeadAnnounced
            {
                Room = head.Room.Value, Epoch = head.Epoch.Value, FirstSeq = head.FirstSeq, Head = head.Head, Roster = head.Roster,
            },
        },
        EphemeralRaised raised => new Wire.PeerMessage { EphemeralRaised = EphemeralCodec.Encode(raised) },
        DirectoryChanged => DirectoryChangedMessage,
        ShardsPassed passed => new Wire.PeerMessage { ShardsPassed = new Wire.ShardsPassed { Number = passed.Number } },
        ShardsTakenUp taken => new Wire.PeerMessage { ShardsTakenUp = new Wire.ShardsTakenUp { Number = taken.Number } },
        MessagesMissed => MessagesMissedMessage,
        SessionTaken taken => new Wire.PeerMessage
        {
            SessionTaken = new Wire.SessionTaken { Session = taken.Session.Value, Token = taken.Token },
        },
        AskNode ask => new Wire.PeerMessage { AskNode = OperationsCodec.Encode(ask) },
        AnswerNode answer => new Wire.PeerMessage { AnswerNode = OperationsCodec.Encode(answer) },
        PresenceReported reported => new Wire.PeerMessage { PresenceReported = PresenceCodec.Encode(reported) },
        PresenceHeard heard => new Wire.PeerMessage { PresenceHeard = PresenceCodec.Encode(heard) },
        PresenceWatched watched => new Wire.PeerMessage
        {
            PresenceWatched = new Wire.PresenceWatched { User = watched.User.Value, Term = watched.Term },
        },
        PresenceUnwatched unwatched => new Wire.PeerMessage { PresenceUnwatched = new Wire.PresenceUnwatched { User = unwatched.User.Value } },
        PresenceTold told => new Wire.PeerMessage { PresenceTold = PresenceCodec.Encode(told) },
        PatternsListened listened => new Wire.PeerMessage { PatternsListened = new Wire.PatternsListened { Starts = { listened.Starts } } },
        PatternDropped dropped => new Wire.PeerMessage { PatternDropped = new Wire.PatternDropped { Start = dropped.Start } },
        _ => throw new InvalidOperationException($"peers.proto has no {message.GetType().Name}."),
    };

    public static PeerMessage? Decode(Wire.PeerMessage message) => message.KindCase switch
    {
        Wire.PeerMessage.KindOneofCase.AskRoom => Decode(message.AskRoom),
        Wire.PeerMessage.KindOneofCase.AnswerRoom => Decode(message.AnswerRoom),
        Wire.PeerMessage.KindOneofCase.StartListening => new StartListening(
            RoomOf(message.StartListening.Room),
            message.StartListening.MissesRoster,
            message.StartListening.Term,
            message.StartListening.RosterHeard),
        Wire.PeerMessage.KindOneofCase.StopListening => new StopListening(RoomOf(message.StopListening.Room)),
        Wire.PeerMessage.KindOneofCase.EventsCommitted => Decode(message.EventsCommitted),
        Wire.PeerMessage.KindOneofCase.HeadAnnounced => Decode(message.HeadAnnounced),
        Wire.PeerMessage.KindOneofCase.EphemeralRaised => EphemeralCodec.Decode(message.EphemeralRaised),
        Wire.PeerMessage.KindOneofCase.DirectoryChanged => DirectoryChanged.Instance,
        Wire.PeerMessage.KindOneofCase.ShardsPassed => new ShardsPassed(message.ShardsPassed.Number),
        Wire.PeerMessage.KindOneofCase.ShardsTakenUp => new ShardsTakenUp(message.ShardsTakenUp.Number),
        Wire.PeerMessage.KindOneofCase.MessagesMissed => MessagesMissed.Instance,
        Wire.PeerMessage.KindOneofCase.SessionTaken =>
            new SessionTaken(new SessionId(message.SessionTaken.Session), message.SessionTaken.Token),
        Wire.PeerMessage.KindOneofCase.AskNode => OperationsCodec.Decode(message.AskNode),
        Wire.PeerMessage.KindOneofCase.AnswerNode => OperationsCodec.Decode(message.AnswerNode),
        Wire.PeerMessage.KindOneofCase.PresenceReported => PresenceCodec.Decode(message.PresenceReported),
        Wire.PeerMessage.KindOneofCase.PresenceHeard => PresenceCodec.Decode(message.PresenceHeard),
        Wire.PeerMessage.KindOneofCase.PresenceWatched =>
            new PresenceWatched(new UserId(Whole.Text(message.PresenceWatched.User)), message.PresenceWatched.Term),
        Wire.PeerMessage.KindOneofCase.PresenceUnwatched => new PresenceUnwatched(new UserId(Whole.Text(message.PresenceUnwatched.User))),
        Wire.PeerMessage.KindOneofCase.PresenceTold => PresenceCodec.Decode(message.PresenceTold),
        Wire.PeerMessage.KindOneofCase.PatternsListened => new PatternsListened([.. message.PatternsListened.Starts]),
        Wire.PeerMessage.KindOneofCase.PatternDropped => new PatternDropped(message.PatternDropped.Start),
        _ => null,
    };

    private static Wire.EventsCommitted Encode(EventsCommitted committed)
    {
        var wire = new Wire.EventsCommitted { Room = committed.Room.Value, Epoch = committed.Epoch.Value };
        foreach (RoomEvent one in committed.Events)
            wire.Events.Add(EventCodec.Encode(one));

        return wire;
    }

    private static AskRoom? Decode(Wire.AskRoom ask) =>
        RoomCommandCodec.Decode(Whole.Part(ask.Command)) is { } command
            ? new AskRoom(ask.Correlation, RoomOf(ask.Room), ask.Term, command)
            : null;

    private static AnswerRoom? Decode(Wire.AnswerRoom answer) =>
        RoomReplyCodec.Decode(Whole.Part(answer.Reply)) is { } reply ? new AnswerRoom(answer.Correlation, reply) : null;

    /// <summary>One event of an unknown kind: the whole batch counts as unknown, and the feed reads it from the log.</summary>
    private static EventsCommitted? Decode(Wire.EventsCommitted committed)
    {
        var events = ImmutableArray.CreateBuilder<RoomEvent>(committed.Events.Count);
        foreach (Wire.RoomEvent one in committed.Events)
        {
            if (EventCodec.Decode(one) is not { } known)
                return null;

            events.Add(known);
        }

        return new EventsCommitted(RoomOf(committed.Room), EpochOf(committed.Epoch), events.MoveToImmutable());
    }

    private static HeadAnnounced Decode(Wire.HeadAnnounced head) => new(RoomOf(head.Room), EpochOf(head.Epoch), head.FirstSeq, head.Head, head.Roster);

    private static RoomId RoomOf(string room) => new(Whole.Text(room));

    private static Epoch EpochOf(string epoch) => new(Whole.Text(epoch));
}
