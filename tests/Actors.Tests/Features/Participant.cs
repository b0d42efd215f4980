using System.Text;
using Streaming.Actors.Channels;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>A user with one connection to one node: what they ask for, and what they hear.</summary>
internal sealed class Participant(ClusterRig rig, StreamingNode node, UserId user, ClientSession session, RecordingSink hears)
{
    public StreamingNode Node => node;

    public UserId User => user;

    public ClientSession Session => session;

    public RecordingSink Hears => hears;

    /// <summary>What rooms are told of as this user, under a new request unless the command has one.</summary>
    public RoomReply Ask(RoomCommand command, RoomId? room = null) => rig.Run(node.Router.AskAsync(
        room ?? Some.Room, command with { By = user, Request = command.Request == default ? Some.NewRequest() : command.Request }));

    /// <summary>Asks for something that has to be logged.</summary>
    public MessageId Do(RoomCommand command, RoomId? room = null) => Assert.IsType<RoomReply.Published>(Ask(command, room)).Message;

    /// <summary>Asks for something that has to be refused.</summary>
    public RoomRefusal Fail(RoomCommand command, RoomId? room = null) => Assert.IsType<RoomReply.Refused>(Ask(command, room)).Why;

    public MessageId Say(string text, string metadata = "", string? thread = null, RoomId? room = null) =>
        Do(new PublishMessage { By = default, Request = default, Body = new MessageBody(Some.Json(text), Encoding.UTF8.GetBytes(metadata), ThreadId: thread) }, room);

    public void Annotate(MessageAction action, MessageId message, string? text = null, string? reaction = null) => Assert.IsType<RoomReply.Published>(
        rig.Run(session.AnnotateAsync(Some.Room, null, action, message, text is null ? null : new MessageBody(Some.Json(text)), reaction)));

    /// <summary>With this connection; what follows the position is delivered.</summary>
    public RoomReply Join(RoomId? room = null, long? since = null, string? invite = null)
    {
        JoinOutcome join = rig.Run(session.JoinAsync(
            room ?? Some.Room, null, since is { } seq ? new RoomPosition(seq, Epoch: null) : null, echo: true, invite));
        join.StartDelivery();
        rig.Turns.Run();
        return join.Reply;
    }

    public SubscribeOutcome Listen(string name, string? filter = null)
    {
        ChannelFilter? read = filter is null ? null : ChannelFilter.Read(Encoding.UTF8.GetBytes(filter), out _);
        SubscribeOutcome outcome = rig.Run(session.SubscribeAsync(Pattern(name), new ChannelTerms(read, Echo: true), since: null));
        outcome.StartDelivery();
        rig.Turns.Run();
        return outcome;
    }

    public RoomReply Publish(string channel, string text, string metadata = "") => rig.Run(session.PublishAsync(
        new ChannelId(channel), request: null, new MessageBody(Some.Json(text), Encoding.UTF8.GetBytes(metadata))));

    /// <summary>The messages of a page, each as its text, or "(deleted)".</summary>
    public string[] Read(HistoryQuery? query = null) => [.. Rows(query).Select(static row => row.IsDeleted ? "(deleted)" : Some.TextOf(row.Message))];

    public IEnumerable<HistoryRow> Rows(HistoryQuery? query = null) =>
        rig.Run(session.ReadHistoryAsync(Some.Room, query ?? new HistoryQuery(), CancellationToken.None)).Page!.Messages;

    /// <summary>What the connection was sent, logged or not, in the order within each kind.</summary>
    public string[] Heard() =>
    [
        .. hears.Texts(),
        .. hears.Signals.OfType<ChannelMessage>().Select(static message => Encoding.UTF8.GetString(message.Body.Data.Span).Trim('"')),
    ];

    public RoomInfo Info(RoomId? room = null) => Assert.IsType<RoomReply.InfoRead>(Ask(new ReadRoomInfo { By = default, Request = default }, room)).Room;

    public static NamePattern Pattern(string text) => NamePattern.TryParse(text, out NamePattern pattern) ? pattern : throw new ArgumentException(text);
}
