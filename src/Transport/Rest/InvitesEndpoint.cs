using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Ways into a room for those who know their code.</summary>
internal sealed class InvitesEndpoint(RestRooms rooms, IdSource ids, TimeProvider time)
{
    /// <summary>Ten years: longer is for ever, and that is said by saying nothing.</summary>
    private const long MaxSeconds = 10L * 365 * 24 * 60 * 60;

    public async Task<RestAnswer> CreateAsync(RestCall call)
    {
        using var body = call.ReadBody();
        var role = body.Word("role", Vocabulary.Roles);
        long? maxUses = body.Integer("max_uses", 1, Invite.MaxUsesBound);
        var expires = body.Time("expires_at");
        if (body.Integer("expires_in_s", 1, MaxSeconds) is { } seconds)
            expires ??= time.GetUtcNow().AddSeconds(seconds);
        if (role > Role.Member)
            body.Refuse("role must be guest or member");
        if (expires <= time.GetUtcNow())
            body.Refuse("expires_at must be in the future");
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await rooms.AskAsync(call.Room, new CreateInvite
        {
            By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd, Code = ids.NextInvite(), Role = role ?? Role.Member,
            ExpiresAt = expires, MaxUses = (int)(maxUses ?? Invite.DefaultMaxUses),
        });
        return reply is RoomReply.Published published
            ? await ShowAsync(call, published.Message.Seq)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var reply = await ReadAsync(call, call.Principal.IsModerator);
        return reply is RoomReply.InvitesRead read
            ? RestAnswer.Ok(read, RestJson.WriteInvites)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    public Task<RestAnswer> RevokeAsync(RestCall call) => rooms.ChangeAsync(call.Room, new RevokeInvite
    {
        By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsModerator, Code = call.Path.Code!,
    });

    // By where it stands in the log: of a request that comes again it is the first one's, with the first one's code.
    private async Task<RestAnswer> ShowAsync(RestCall call, long seq)
    {
        var reply = await ReadAsync(call, call.Principal.IsBackEnd);
        if (reply is not RoomReply.InvitesRead read)
            return RestAnswer.Fail(RoomErrors.Of(reply));
        return read.Invites.FirstOrDefault(invite => invite.Seq == seq) is { } made
            ? RestAnswer.Ok(made, RoomJson.Write, StatusCodes.Status201Created)
            : RestAnswer.Fail(ErrorCode.InviteInvalid, "the invite that this request made is gone by now");
    }

    private Task<RoomReply> ReadAsync(RestCall call, bool isPrivileged) =>
        rooms.AskAsync(call.Room, new ReadInvites { By = call.By, Request = default, IsPrivileged = isPrivileged });
}
