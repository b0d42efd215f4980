using System.Collections.Immutable;
using System.Text.Json;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>What others see of users, asked and set outside of rooms.</summary>
internal sealed class PresenceEndpoint(StreamingNode node)
{
    private static readonly RequestError OwnerAway = new(ErrorCode.Unavailable, "the node that knows of the user did not answer; try again")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public Task<RestAnswer> ShowAsync(RestCall call) =>
        ReadAsync(call, [call.User], static (json, found) => PresenceJson.Write(json, found[0]));

    public Task<RestAnswer> QueryAsync(RestCall call)
    {
        using var body = call.ReadBody();
        var users = UserFields.Read(body);
        return body.Problem is { } problem
            ? Task.FromResult(RestAnswer.Invalid(problem))
            : ReadAsync(call, users, PresenceJson.WriteAll);
    }

    public async Task<RestAnswer> SetAsync(RestCall call)
    {
        using var body = call.ReadBody();
        var status = StatusFields.Read(body);
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);
        if (call.User != call.By && !call.Principal.IsBackEnd)
            return RestAnswer.Fail(ErrorCode.Forbidden, "only the user, or a back end, may set this");
        if (StatusFields.IsSpeaking(status) && !call.Principal.MaySpeak)
            return RestAnswer.Fail(RequestError.ListenOnly);

        return await node.PresenceTo.SetAsync(call.User, status, IdempotencyKey.Derive(call, $"presence {call.User}")) switch
        {
            { Found: { } found } => RestAnswer.Ok(new RosterEntry(call.User, found.Status), PresenceJson.Write),
            { Found: null } => RestAnswer.Fail(ErrorCode.UserNotFound, "the user is not connected; what others see of them goes with their connections"),
            null => RestAnswer.Fail(OwnerAway),
        };
    }

    private async Task<RestAnswer> ReadAsync(
        RestCall call, ImmutableArray<UserId> users, Action<Utf8JsonWriter, ImmutableArray<ShownUser>> write) =>
        await node.PresenceOf.ReadAsync(users, call.Gone) is { } found ? RestAnswer.Ok(found, write) : RestAnswer.Fail(OwnerAway);
}
