using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Bans and mutes, and what moderators did.</summary>
internal sealed class ModerationEndpoint(RestRooms rooms, TimeProvider time)
{
    private const int DefaultLimit = 50;

    public Task<RestAnswer> BanAsync(RestCall call) => RestrictAsync(call, ModerationKind.Ban);

    public Task<RestAnswer> UnbanAsync(RestCall call) => ModerateAsync(call, ModerationKind.Unban, default);

    public Task<RestAnswer> MuteAsync(RestCall call) => RestrictAsync(call, ModerationKind.Mute);

    public Task<RestAnswer> UnmuteAsync(RestCall call) => ModerateAsync(call, ModerationKind.Unmute, default);

    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var query = call.Query;
        int limit = (int)(query.Integer("limit", 1, ReadModerationLog.MaxLimit) ?? DefaultLimit);
        long? before = query.Integer("before_seq", 0, long.MaxValue);
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await rooms.AskAsync(call.Room, new ReadModerationLog
        {
            By = call.By, Request = default, IsPrivileged = call.Principal.IsModerator, Before = before, Limit = limit,
        });
        return reply is RoomReply.ModerationRead read
            ? RestAnswer.Ok((call.Room, read), static (json, state) => RestJson.WriteModeration(json, state.Room, state.read))
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    private Task<RestAnswer> RestrictAsync(RestCall call, ModerationKind kind)
    {
        using var body = call.ReadBody();
        var fields = ModerationFields.Read(body, time);
        return body.Problem is { } problem
            ? Task.FromResult(RestAnswer.Invalid(problem))
            : ModerateAsync(call, kind, fields);
    }

    private Task<RestAnswer> ModerateAsync(RestCall call, ModerationKind kind, ModerationFields fields) =>
        rooms.ChangeAsync(call.Room, fields.Command(kind, call.User) with
        {
            By = call.By,
            Request = call.Request,
            IsPrivileged = call.Principal.IsModerator,
        });
}
