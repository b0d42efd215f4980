using System.Diagnostics;

namespace Streaming.Transport.Protocol;

/// <summary>What docs/protocol.md, section 5, says about each code.</summary>
public static class ErrorCodes
{
    /// <summary>The code as it stands on the wire.</summary>
    public static string Name(this ErrorCode code) => code switch
    {
        ErrorCode.InvalidMessage => "invalid_message",
        ErrorCode.MessageTooLarge => "message_too_large",
        ErrorCode.Unauthorized => "unauthorized",
        ErrorCode.Forbidden => "forbidden",
        ErrorCode.RoomNotFound => "room_not_found",
        ErrorCode.RoomExists => "room_exists",
        ErrorCode.ChannelNotFound => "channel_not_found",
        ErrorCode.MessageNotFound => "message_not_found",
        ErrorCode.UserNotFound => "user_not_found",
        ErrorCode.NotAMember => "not_a_member",
        ErrorCode.Banned => "banned",
        ErrorCode.Muted => "muted",
        ErrorCode.RoomLocked => "room_locked",
        ErrorCode.RoomArchived => "room_archived",
        ErrorCode.RoomFull => "room_full",
        ErrorCode.InsufficientRole => "insufficient_role",
        ErrorCode.InviteInvalid => "invite_invalid",
        ErrorCode.ContentRejected => "content_rejected",
        ErrorCode.RateLimited => "rate_limited",
        ErrorCode.SlowMode => "slow_mode",
        ErrorCode.ConnectionLimit => "connection_limit",
        ErrorCode.RoomLimit => "room_limit",
        ErrorCode.SubscriptionLimit => "subscription_limit",
        ErrorCode.FeatureDisabled => "feature_disabled",
        ErrorCode.Unavailable => "unavailable",
        ErrorCode.Timeout => "timeout",
        ErrorCode.Internal => "internal",
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether the very same request, with the same id, may succeed later and is safe to repeat.</summary>
    public static bool IsRetryable(this ErrorCode code) =>
        code is ErrorCode.RateLimited or ErrorCode.SlowMode
            or ErrorCode.Unavailable or ErrorCode.Timeout or ErrorCode.Internal;
}
