using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Who is in a room, and as what.</summary>
internal sealed class MembersEndpoint(RestRooms rooms, TimeProvider time)
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

    /// <summary>Has the user be a member, with this role and these permissions; what is not said of them stays, or is that of any member.</summary>
    public async Task<RestAnswer> PutAsync(RestCall call)
    {
        using var body = call.ReadBody();
        var fields = ModerationFields.Read(body, time);
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await AddAsync(call, fields);
        bool setsPermissions = body.Has("granted") || body.Has("revoked");
        if (!setsPermissions || reply is not (RoomReply.Published or RoomReply.Done))
            return RestRooms.AnswerOf(reply);

        // Under an id of its own: one id names one effect of a kind.
        var permitted = await rooms.AskAsync(call.Room, Command(call, ModerationKind.SetPermissions, fields) with
        {
            Request = new RequestId(IdempotencyKey.Derive(call, "permissions")),
        });
        return RestRooms.AnswerOf(permitted is RoomReply.Done ? reply : permitted);
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
                call.Room, Command(call, ModerationKind.Kick, default) with { Reason = reason, IsPrivileged = call.Principal.IsModerator });
        }

        var reply = await rooms.AskAsync(call.Room, new LeaveRoom { By = call.By, Request = call.Request });
        return reply is RoomReply.Done ? RestAnswer.Ok(true, RestJson.WriteChanged) : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    private async Task<RoomReply> AddAsync(RestCall call, ModerationFields fields)
    {
        var reply = await rooms.AskAsync(call.Room, Command(call, ModerationKind.Add, fields));
        bool isMember = reply is RoomReply.Done or RoomReply.Refused { Why: RoomRefusal.InsufficientRole };
        if (fields.Role is null || !isMember)
            return reply;

        // A member already, or perhaps one: who may give roles need not be one who may bring others in.
        var changed = await rooms.AskAsync(call.Room, Command(call, ModerationKind.SetRole, fields));
        return changed is RoomReply.Refused { Why: RoomRefusal.UserNotFound } ? reply : changed;
    }

    private static ModerateMember Command(RestCall call, ModerationKind kind, ModerationFields fields) =>
        fields.Command(kind, call.User) with { By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd };
}
