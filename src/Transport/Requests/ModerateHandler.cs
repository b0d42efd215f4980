using Streaming.Actors.Rooms;
using Streaming.Transport.Audit;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>moderate</c>, all but <c>add</c> (<see cref="AddHandler"/>): something is done to a member, or to a user who is to be none.</summary>
internal sealed class ModerateHandler(TimeProvider time, AuditLog audit) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Moderate;

    public bool HoldsReadLoop => false;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        if (ModerationFields.Read(message, time, out var target, out var fields) is { } problem)
            return Answer.Failed.Invalid(problem);

        var kind = KindOf(message.Event);
        if (kind == ModerationKind.SetRole && fields.Role is null)
            return Answer.Failed.Invalid("data.role is missing");

        var reply = await requester.Session.ModerateAsync(message.Room!.Value, message.Id, (by, request, origin) =>
            fields.Command(kind, target) with { By = by, Request = request, Origin = origin });
        var answer = MessageHandler.AnswerOf(reply);
        audit.Note(requester.Principal, message, target, answer);
        return answer;
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
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
