using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>What back ends do to users outside of rooms, on whatever nodes they are connected.</summary>
internal sealed class UsersEndpoint(StreamingNode node, TimeProvider time)
{
    private const string KickedText = "kicked";

    public Task<RestAnswer> TellAsync(RestCall call) => TellAsync(call, call.User);

    public Task<RestAnswer> BroadcastAsync(RestCall call) => TellAsync(call, to: null);

    public async Task<RestAnswer> KickAsync(RestCall call)
    {
        var query = call.Query;
        string? reason = query.Text("reason", ModerateMember.MaxReasonLength);
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);
        if (!call.Principal.IsModerator && !call.Principal.Scopes.Contains(Principal.OperatorScope))
            return RestAnswer.Fail(ErrorCode.Forbidden, $"this takes a service's key, or one of the scopes {Principal.ServiceScope}, {Principal.ModerateScope} and {Principal.OperatorScope}");

        string text = reason is null ? KickedText : $"{KickedText}: {reason}";
        return AnswerOf(await node.Operations.ExpelAsync(call.User, text, call.Gone));
    }

    private async Task<RestAnswer> TellAsync(RestCall call, UserId? to)
    {
        if (call.Message.Data.IsEmpty)
            return RestAnswer.Invalid("data is missing");
        if (!call.Principal.IsBackEnd || !call.Principal.MaySpeak)
            return RestAnswer.Fail(ErrorCode.Forbidden, $"this takes a service's key, or the scope {Principal.ServiceScope}");

        // Under the same id a retry reaches those nodes only that have not told it.
        var notice = new Notice(
            IdempotencyKey.Derive(call, to is null ? "broadcast" : $"notice {to}"), call.By, to, call.Message.Data.ToArray(),
            call.Message.Metadata.ToArray(), time.GetUtcNow());
        return AnswerOf(await node.Operations.TellAsync(notice));
    }

    private static RestAnswer AnswerOf(int? connections) => connections is { } reached
        ? RestAnswer.Ok(reached, RestJson.WriteReached)
        : RestAnswer.Fail(RequestError.SomeNodeAway);
}
