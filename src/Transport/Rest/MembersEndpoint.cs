using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Who is in a room, and as what.</summary>
internal sealed class MembersEndpoint(RestRooms rooms, RoomDoor door, TimeProvider time)
{
    private const int DefaultLimit = 100;

    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var query = call.Query;
        int limit = (int)(query.Integer("limit", 1, ReadMembers.MaxLimit) ?? DefaultLimit);
        string? after = query.Name("after");
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await rooms.AskAsync(call.Room, new ReadMembers
        {
            By = call.By, Request = default, IsPrivileged = call.Principal.IsModerator, Limit = limit,
            After = after is null ? null : new UserId(after),
        });
        return reply is RoomReply.MembersRead read
            ? RestAnswer.Ok(read, RestJson.WriteMembers)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    /// <summary>
    /// Has the user be a member, with this role and these permissions; what is not said of them stays, or is that of any member. All of it or nothing.
    /// </summary>
    public async Task<RestAnswer> PutAsync(RestCall call)
    {
        using var body = call.ReadBody();
        var fields = ModerationFields.Read(body, time);
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        bool setsPermissions = body.Has("granted") || body.Has("revoked");
        var outcome = await rooms.AddAsync(call, call.Room, new PutMember
        {
            By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd, Target = call.User, Role = fields.Role,
            Permissions = setsPermissions ? (fields.Granted, fields.Revoked) : null, Reason = fields.Reason,
        });
        return outcome.Reply is { } reply ? RestRooms.AnswerOf(reply) : RestAnswer.Fail(outcome.Error);
    }

    /// <summary>Removes the user; or has who asks leave.</summary>
    public async Task<RestAnswer> RemoveAsync(RestCall call)
    {
        var query = call.Query;
        string? reason = query.Text("reason", ModerateMember.MaxReasonLength);
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);
        if (call.User != call.By)
        {
            return await rooms.ChangeAsync(
                call.Room,
                new ModerateMember
                {
                    By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsModerator, Kind = ModerationKind.Kick, Target = call.User,
                    Reason = reason,
                });
        }

        await door.SeeOffAsync(call.Room, call.By);
        var reply = await rooms.AskAsync(call.Room, new LeaveRoom { By = call.By, Request = call.Request });
        return reply is RoomReply.Done ? RestAnswer.Ok(true, RestJson.WriteChanged) : RestAnswer.Fail(RoomErrors.Of(reply));
    }
}
