using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>The HTTP status that goes with each error code.</summary>
internal static class HttpStatuses
{
    public static int Status(this ErrorCode code) => code switch
    {
        ErrorCode.InvalidMessage => StatusCodes.Status400BadRequest,
        ErrorCode.MessageTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.Forbidden or ErrorCode.NotAMember or ErrorCode.Banned or ErrorCode.Muted
            or ErrorCode.InsufficientRole or ErrorCode.InviteInvalid => StatusCodes.Status403Forbidden,
        ErrorCode.RoomNotFound or ErrorCode.ChannelNotFound or ErrorCode.MessageNotFound
            or ErrorCode.UserNotFound => StatusCodes.Status404NotFound,
        ErrorCode.RoomExists or ErrorCode.RoomArchived or ErrorCode.RoomFull
            or ErrorCode.RoomLimit or ErrorCode.SubscriptionLimit => StatusCodes.Status409Conflict,
        ErrorCode.ContentRejected => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.RoomLocked => StatusCodes.Status423Locked,
        ErrorCode.RateLimited or ErrorCode.SlowMode or ErrorCode.ConnectionLimit => StatusCodes.Status429TooManyRequests,
        ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        ErrorCode.FeatureDisabled => StatusCodes.Status501NotImplemented,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => throw new UnreachableException(),
    };
}
