using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Rooms as such: made, shown, changed, deleted.</summary>
internal sealed class RoomsEndpoint(RestRooms rooms, StreamingOptions options)
{
    public async Task<RestAnswer> CreateAsync(RestCall call)
    {
        using var body = call.ReadBody();
        string? name = body.Name("room_id");
        string? owner = body.Name("owner");
        var settings = RoomPatchFields.Read(body).Of(RoomSettings.Default);
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        // A retry has to find the same room.
        var room = new RoomId(name ?? $"room-{IdempotencyKey.Derive(call, "room")}");
        var by = owner is null ? call.By : new UserId(owner);
        if (Refusal(call.Principal, room, by) is { } refusal)
            return RestAnswer.Fail(ErrorCode.Forbidden, refusal);

        var create = new CreateRoom { By = by, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd, Settings = settings };
        var outcome = await rooms.AddAsync(call, room, create);
        if (outcome.Reply is not RoomReply.Published)
            return RestAnswer.Fail(outcome.Error);

        var shown = await rooms.ShowAsync(call, room, StatusCodes.Status201Created, seenBy: by);
        return shown is RestAnswer.Written made ? made with { Location = $"{call.Http.Request.Path}/{room}" } : shown;
    }

    public Task<RestAnswer> ShowAsync(RestCall call) => rooms.ShowAsync(call, call.Room, StatusCodes.Status200OK);

    public async Task<RestAnswer> UpdateAsync(RestCall call)
    {
        using var body = call.ReadBody();
        var patch = RoomPatchFields.Read(body);
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await rooms.AskAsync(
            call.Room, new UpdateRoom { By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd, Patch = patch });
        return reply is RoomReply.Published or RoomReply.Done
            ? await rooms.ShowAsync(call, call.Room, StatusCodes.Status200OK)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    public Task<RestAnswer> ArchiveAsync(RestCall call) => SetAsync(call, RoomAction.Archive, call.Principal.IsBackEnd);

    public Task<RestAnswer> RestoreAsync(RestCall call) => SetAsync(call, RoomAction.Restore, call.Principal.IsBackEnd);

    public Task<RestAnswer> LockAsync(RestCall call) => SetAsync(call, RoomAction.Lock, call.Principal.IsModerator);

    public Task<RestAnswer> UnlockAsync(RestCall call) => SetAsync(call, RoomAction.Unlock, call.Principal.IsModerator);

    public Task<RestAnswer> DeleteAsync(RestCall call)
    {
        var query = call.Query;
        string? reason = query.Text("reason", ModerateMember.MaxReasonLength);
        return query.Problem is { } problem
            ? Task.FromResult(RestAnswer.Invalid(problem))
            : SetAsync(call, RoomAction.Delete, call.Principal.IsBackEnd, reason);
    }

    public Task<RestAnswer> TransferAsync(RestCall call)
    {
        using var body = call.ReadBody();
        string? to = body.Name("user_id");
        if (body.Problem is null && to is null)
            body.Missing("user_id");
        return body.Problem is { } problem
            ? Task.FromResult(RestAnswer.Invalid(problem))
            : rooms.ChangeAsync(call.Room, new TransferRoom
            {
                By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd, To = new UserId(to!),
            });
    }

    private Task<RestAnswer> SetAsync(RestCall call, RoomAction action, bool isPrivileged)
    {
        using var body = call.ReadBody();
        string? reason = body.Text("reason", ModerateMember.MaxReasonLength);
        return body.Problem is { } problem
            ? Task.FromResult(RestAnswer.Invalid(problem))
            : SetAsync(call, action, isPrivileged, reason);
    }

    private Task<RestAnswer> SetAsync(RestCall call, RoomAction action, bool isPrivileged, string? reason) =>
        rooms.ChangeAsync(call.Room, new SetRoomStatus
        {
            By = call.By, Request = call.Request, IsPrivileged = isPrivileged, Action = action, Reason = reason,
        });

    /// <summary>Why not, as a sentence; null where nothing stands against it.</summary>
    private string? Refusal(Principal principal, RoomId room, UserId by)
    {
        if (principal.Kind == PrincipalKind.Guest && !options.AutoCreateRooms)
            return "guests may not create rooms here";
        if (by != principal.UserId && !principal.IsBackEnd)
            return "only a back end may create rooms for others";
        return principal.MayEnter(room) ? null : "your credentials do not allow this room";
    }
}
