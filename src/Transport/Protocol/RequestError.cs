namespace Streaming.Transport.Protocol;

/// <summary>Why a request was not done, as its sender is told.</summary>
/// <param name="Code">What programs look at.</param>
/// <param name="Message">A sentence for the developer on the other side. Never repeats content.</param>
public sealed record RequestError(ErrorCode Code, string Message)
{
    /// <summary>When the same request can pass; set for <see cref="ErrorCode.RateLimited"/> and <see cref="ErrorCode.SlowMode"/>, and where it can be guessed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When a ban or a mute ends; set for <see cref="ErrorCode.Banned"/> and <see cref="ErrorCode.Muted"/> that end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The code of what is wrong (<c>LENGTH_MAX</c>), or the name of the filter that refused; set for <see cref="ErrorCode.ContentRejected"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Names the log line of a bug; set for <see cref="ErrorCode.Internal"/>.</summary>
    public string? TraceId { get; init; }

    /// <summary>The request has the wrong shape. <paramref name="problem"/> begins with the field's name where it is about one.</summary>
    public static RequestError Invalid(string problem) => new(ErrorCode.InvalidMessage, problem);

    /// <summary>That part is switched off, or not built yet.</summary>
    /// <param name="what">The type of message, or type and event.</param>
    public static RequestError Disabled(string what) => new(ErrorCode.FeatureDisabled, $"{what} is not available here");

    /// <summary>What all nodes share cannot be reached. It may be back in a moment.</summary>
    public static RequestError Away { get; } = new(ErrorCode.Unavailable, "the server's store cannot be reached now; try again")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>What concerns all nodes was not done on all of them. It may be in a moment.</summary>
    public static RequestError SomeNodeAway { get; } = new(ErrorCode.Unavailable, "some node did not answer; try again with the same Idempotency-Key")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>The credentials do not bear the scope to say anything.</summary>
    public static RequestError ListenOnly { get; } = new(ErrorCode.Forbidden, "your credentials let you listen, not speak");

    /// <summary>Who is to be brought into a room cannot be in more of them.</summary>
    public static RequestError OthersRoomLimit { get; } = new(ErrorCode.RoomLimit, "the user has joined as many rooms as this server allows");

    /// <summary>A bug, logged under <paramref name="traceId"/>.</summary>
    public static RequestError Bug(string traceId) =>
        new(ErrorCode.Internal, "internal error") { TraceId = traceId };
}
