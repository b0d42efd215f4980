using Streaming.Actors.Rooms;
using Streaming.Transport.Audit;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>moderate</c>/<c>add</c>: a user becomes a member by another's doing.</summary>
internal sealed class AddHandler(RoomAdditions additions, TimeProvider time, AuditLog audit) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Moderate;

    // More is asked than the room, and what the connection sends next must not overtake it.
    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        if (ModerationFields.Read(message, time, out var target, out var fields) is { } problem)
            return Answer.Failed.Invalid(problem);

        var session = requester.Session;
        var room = message.Room!.Value;
        var outcome = await additions.AskAsync(room, session.User, requester.Principal, isBounded: true, asking => session.ModerateAsync(
            room, message.Id, (by, request, origin) => fields.Command(ModerationKind.Add, target) with
            {
                By = by,
                Request = request,
                Origin = origin,
                OnlyAsks = asking.OnlyAsks,
                MaxNewcomers = asking.MaxNewcomers,
            }));
        var answer = outcome.Reply is { } reply ? MessageHandler.AnswerOf(reply) : new Answer.Failed(outcome.Error);
        audit.Note(requester.Principal, message, target, answer);
        return answer;
    }
}
