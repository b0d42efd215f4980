namespace Streaming.Transport.Protocol;

/// <summary>What can go wrong with a request, as clients are told it (docs/protocol.md, section 5). A closed set.</summary>
public enum ErrorCode
{
    /// <summary>Not JSON, the wrong shape, a bad id or an unknown type.</summary>
    InvalidMessage,

    /// <summary>Over the size limit. Nothing was stored.</summary>
    MessageTooLarge,

    /// <summary>No credentials, or credentials that do not hold.</summary>
    Unauthorized,

    /// <summary>The credentials hold, and do not allow this.</summary>
    Forbidden,

    RoomNotFound,
    RoomExists,
    ChannelNotFound,
    MessageNotFound,
    UserNotFound,
    NotAMember,
    Banned,
    Muted,
    RoomLocked,
    RoomArchived,
    RoomFull,
    InsufficientRole,
    InviteInvalid,

    /// <summary>A filter or validator refused what was sent; <see cref="RequestError.Reason"/> names which.</summary>
    ContentRejected,

    /// <summary>Too fast; <see cref="RequestError.RetryAfter"/> says when the same request can pass.</summary>
    RateLimited,

    /// <summary>Too fast for this room; <see cref="RequestError.RetryAfter"/> says when the same request can pass.</summary>
    SlowMode,

    ConnectionLimit,
    RoomLimit,
    SubscriptionLimit,

    /// <summary>That part is switched off here, or not built yet.</summary>
    FeatureDisabled,

    /// <summary>The room's owner or the store cannot be reached now. Whether it happened is unknown.</summary>
    Unavailable,

    /// <summary>No answer in time. Whether it happened is unknown.</summary>
    Timeout,

    /// <summary>A bug; <see cref="RequestError.TraceId"/> leads to its log line.</summary>
    Internal,
}
