using Google.Protobuf;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>What operators ask a node and are answered, to Protocol Buffers and back. Null for what this release does not know.</summary>
internal static class OperationsCodec
{
    public static Wire.AskNode Encode(AskNode ask)
    {
        var wire = new Wire.AskNode { Correlation = ask.Correlation };
        switch (ask.Question)
        {
            case NodeQuestion.FindSessions find:
                wire.FindSessions = new Wire.FindSessions { Limit = find.Limit };
                if (find.User is { } user)
                    wire.FindSessions.User = user.Value;
                if (find.Session is { } session)
                    wire.FindSessions.Session = session.Value;
                break;
            case NodeQuestion.FindPresence find:
                wire.FindPresence = new Wire.FindPresence { User = find.User.Value };
                break;
            case NodeQuestion.SetPresence set:
                wire.SetPresence = new Wire.SetPresence { User = set.User.Value, Status = RosterCodec.Encode(set.Status), Id = set.Id };
                break;
            case NodeQuestion.BeginDrain drain:
                wire.BeginDrain = new Wire.BeginDrain { ThenStop = drain.ThenStop };
                break;
            case NodeQuestion.FindWebhooks:
                wire.FindWebhooks = new Wire.FindWebhooks();
                break;
            case NodeQuestion.Tell { Notice: var notice }:
                wire.Tell = Encode(notice);
                break;
            case NodeQuestion.Expel expel:
                wire.Expel = new Wire.Expel { User = expel.User.Value, Reason = expel.Reason };
                break;
            case NodeQuestion.EndLogin end:
                wire.EndLogin = new Wire.EndLogin { Login = end.Login };
                break;
            case NodeQuestion.HearPattern hear:
                wire.HearPattern = new Wire.HearPattern { Node = hear.Node.Value, Start = hear.Start };
                break;
            case NodeQuestion.FindChannels find:
                wire.FindChannels = new Wire.FindChannels { After = find.After, Limit = find.Limit };
                break;
            default:
                throw new InvalidOperationException($"peers.proto has no {ask.Question.GetType().Name}.");
        }

        return wire;
    }

    public static AskNode? Decode(Wire.AskNode wire)
    {
        NodeQuestion? question = wire.QuestionCase switch
        {
            Wire.AskNode.QuestionOneofCase.FindSessions => new NodeQuestion.FindSessions(
                wire.FindSessions.HasUser ? new UserId(wire.FindSessions.User) : null,
                wire.FindSessions.HasSession ? new SessionId(wire.FindSessions.Session) : null,
                wire.FindSessions.Limit),
            Wire.AskNode.QuestionOneofCase.FindPresence => new NodeQuestion.FindPresence(new UserId(Whole.Text(wire.FindPresence.User))),
            Wire.AskNode.QuestionOneofCase.SetPresence => new NodeQuestion.SetPresence(
                new UserId(Whole.Text(wire.SetPresence.User)), RosterCodec.Decode(Whole.Part(wire.SetPresence.Status)), Whole.Text(wire.SetPresence.Id)),
            Wire.AskNode.QuestionOneofCase.BeginDrain => new NodeQuestion.BeginDrain(wire.BeginDrain.ThenStop),
            Wire.AskNode.QuestionOneofCase.FindWebhooks => new NodeQuestion.FindWebhooks(),
            Wire.AskNode.QuestionOneofCase.Tell => new NodeQuestion.Tell(Decode(wire.Tell)),
            Wire.AskNode.QuestionOneofCase.Expel => new NodeQuestion.Expel(new UserId(Whole.Text(wire.Expel.User)), wire.Expel.Reason),
            Wire.AskNode.QuestionOneofCase.EndLogin => new NodeQuestion.EndLogin(Whole.Text(wire.EndLogin.Login)),
            Wire.AskNode.QuestionOneofCase.HearPattern =>
                new NodeQuestion.HearPattern(new NodeId(Whole.Text(wire.HearPattern.Node)), wire.HearPattern.Start),
            Wire.AskNode.QuestionOneofCase.FindChannels => new NodeQuestion.FindChannels(wire.FindChannels.After, wire.FindChannels.Limit),
            _ => null,
        };
        return question is null ? null : new AskNode(wire.Correlation, question);
    }

    public static Wire.AnswerNode Encode(AnswerNode answer)
    {
        var wire = new Wire.AnswerNode { Correlation = answer.Correlation };
        switch (answer.Answer)
        {
            case NodeAnswer.Sessions sessions:
                wire.Sessions = new Wire.FoundSessions { Total = sessions.Total };
                wire.Sessions.Found.AddRange(sessions.Found.Select(Encode));
                break;
            case NodeAnswer.Presence presence:
                wire.Presence = new Wire.FoundPresence { Found = presence.Found is { } found ? Encode(found) : null };
                break;
            case NodeAnswer.Draining draining:
                wire.Draining = new Wire.Draining { HadBegun = draining.HadBegun };
                break;
            case NodeAnswer.Webhooks webhooks:
                wire.Webhooks = WebhookCodec.Encode(webhooks);
                break;
            case NodeAnswer.Reached reached:
                wire.Reached = new Wire.Reached { Connections = reached.Connections };
                break;
            case NodeAnswer.Busy:
                wire.Busy = new Wire.Busy();
                break;
            case NodeAnswer.PatternHeard:
                wire.PatternHeard = new Wire.PatternHeard();
                break;
            case NodeAnswer.Channels channels:
                wire.Channels = new Wire.FoundChannels { HasMore = channels.HasMore };
                wire.Channels.Found.AddRange(channels.Found.Select(static channel => channel.Value));
                break;
            default:
                throw new InvalidOperationException($"peers.proto has no {answer.Answer.GetType().Name}.");
        }

        return wire;
    }

    public static AnswerNode? Decode(Wire.AnswerNode wire)
    {
        NodeAnswer? answer = wire.AnswerCase switch
        {
            Wire.AnswerNode.AnswerOneofCase.Sessions => new NodeAnswer.Sessions([.. wire.Sessions.Found.Select(Decode)], wire.Sessions.Total),
            Wire.AnswerNode.AnswerOneofCase.Presence => new NodeAnswer.Presence(wire.Presence.Found is { } found ? Decode(found) : null),
            Wire.AnswerNode.AnswerOneofCase.Draining => new NodeAnswer.Draining(wire.Draining.HadBegun),
            Wire.AnswerNode.AnswerOneofCase.Webhooks => WebhookCodec.Decode(wire.Webhooks),
            Wire.AnswerNode.AnswerOneofCase.Reached => new NodeAnswer.Reached(wire.Reached.Connections),
            Wire.AnswerNode.AnswerOneofCase.Busy => NodeAnswer.Busy.Instance,
            Wire.AnswerNode.AnswerOneofCase.PatternHeard => NodeAnswer.PatternHeard.Instance,
            Wire.AnswerNode.AnswerOneofCase.Channels => new NodeAnswer.Channels(
                [.. wire.Channels.Found.Select(static channel => new ChannelId(Whole.Text(channel)))], wire.Channels.HasMore),
            _ => null,
        };
        return answer is null ? null : new AnswerNode(wire.Correlation, answer);
    }

    private static Wire.Notice Encode(Notice notice)
    {
        var wire = new Wire.Notice
        {
            Id = notice.Id, From = notice.From.Value, Data = UnsafeByteOperations.UnsafeWrap(notice.Data),
            Metadata = UnsafeByteOperations.UnsafeWrap(notice.Metadata), Timestamp = notice.Timestamp.UtcTicks,
        };
        if (notice.To is { } to)
            wire.To = to.Value;
        return wire;
    }

    private static Notice Decode(Wire.Notice wire) => new(
        Whole.Text(wire.Id), new UserId(Whole.Text(wire.From)), wire.HasTo ? new UserId(wire.To) : null, wire.Data.Memory, wire.Metadata.Memory,
        Whole.Moment(wire.Timestamp));

    private static Wire.SessionSummary Encode(SessionSummary session)
    {
        var wire = new Wire.SessionSummary
        {
            Session = session.Session.Value, Connection = session.Connection.Value ?? "", User = session.User.Value, Node = session.Node.Value,
            Role = RoleCodec.Encode(session.Role), Resumed = session.Resumed, OpenedAt = session.OpenedAt.UtcTicks,
        };
        wire.Rooms.AddRange(session.Rooms.Select(static room => room.Value));
        return wire;
    }

    private static SessionSummary Decode(Wire.SessionSummary wire) => new(
        new SessionId(Whole.Text(wire.Session)), wire.Connection.Length > 0 ? new ConnectionId(wire.Connection) : default,
        new UserId(Whole.Text(wire.User)), new NodeId(Whole.Text(wire.Node)), RoleCodec.Decode(wire.Role), wire.Resumed,
        Whole.Moment(wire.OpenedAt), [.. wire.Rooms.Select(static room => new RoomId(Whole.Text(room)))]);

    private static Wire.UserPresence Encode(UserPresence presence)
    {
        var wire = new Wire.UserPresence { Status = RosterCodec.Encode(presence.Status) };
        wire.Rooms.AddRange(presence.Rooms.Select(static room => room.Value));
        return wire;
    }

    private static UserPresence Decode(Wire.UserPresence wire) => new(
        RosterCodec.Decode(Whole.Part(wire.Status)), [.. wire.Rooms.Select(static room => new RoomId(Whole.Text(room)))]);
}
