using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>moderate</c>: something is done to a member, or to a user who is to be none.</summary>
internal sealed class ModerateHandler(TimeProvider time) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Moderate;

    public bool HoldsReadLoop => false;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        string? target = data.Name("user_id");
        var fields = ModerationFields.Read(data, time);
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);
        if (target is null)
            return Answer.Failed.Invalid("data.user_id is missing");

        var kind = KindOf(message.Event);
        if (kind == ModerationKind.SetRole && fields.Role is null)
            return Answer.Failed.Invalid("data.role is missing");

        var reply = await requester.Session.ModerateAsync(message.Room!.Value, message.Id, (by, request, origin) =>
            fields.Command(kind, new UserId(target)) with { By = by, Request = request, Origin = origin });
        return MessageHandler.AnswerOf(reply);
    }

    private static ModerationKind KindOf(ClientEvent what) => what switch
    {
        ClientEvent.Ban => ModerationKind.Ban,
        ClientEvent.Unban => ModerationKind.Unban,
        ClientEvent.Mute => ModerationKind.Mute,
        ClientEvent.Unmute => ModerationKind.Unmute,
        ClientEvent.Kick => ModerationKind.Kick,
        ClientEvent.Warn => ModerationKind.Warn,
        ClientEvent.Role => ModerationKind.SetRole,
        ClientEvent.Permissions => ModerationKind.SetPermissions,
        ClientEvent.Add => ModerationKind.Add,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
