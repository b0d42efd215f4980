using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>message</c>/<c>edited</c>, <c>deleted</c>, <c>reaction_added</c> and so on: what becomes of a message that is in the log.</summary>
internal sealed class AnnotateHandler : IRequestHandler
{
    /// <summary>An epoch, a dash and a number.</summary>
    public const int MaxMessageIdLength = 64;

    public ClientMessageType Type => ClientMessageType.Message;

    // It looks into the log first, and what the connection sends next must not overtake it.
    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        var action = ActionOf(message.Event);
        string? name = data.Text("message_id", MaxMessageIdLength);
        string? reaction = data.Text("reaction", MessageAnnotations.MaxReactionLength);
        byte[] edited = data.Raw("data");
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);
        if (!MessageId.TryParse(name, out var id))
            return Answer.Failed.Invalid("data.message_id must be the id of a message");
        if (action == MessageAction.Edit && edited.Length == 0)
            return Answer.Failed.Invalid("data.data is missing");
        if (action is MessageAction.AddReaction or MessageAction.RemoveReaction && reaction is null)
            return Answer.Failed.Invalid("data.reaction is missing");

        var body = action == MessageAction.Edit ? new MessageBody(edited, message.Metadata.ToArray(), message.ContentType) : null;
        var reply = await requester.Session.AnnotateAsync(
            message.Room!.Value, message.Id, action, id, body, IsReaction(action) ? reaction : null);
        return MessageHandler.AnswerOf(reply);
    }

    private static bool IsReaction(MessageAction action) => action is MessageAction.AddReaction or MessageAction.RemoveReaction;

    private static MessageAction ActionOf(ClientEvent what) => what switch
    {
        ClientEvent.Edited => MessageAction.Edit,
        ClientEvent.Deleted => MessageAction.Delete,
        ClientEvent.ReactionAdded => MessageAction.AddReaction,
        ClientEvent.ReactionRemoved => MessageAction.RemoveReaction,
        ClientEvent.Pinned => MessageAction.Pin,
        ClientEvent.Unpinned => MessageAction.Unpin,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
