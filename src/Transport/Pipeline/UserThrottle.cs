using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>
/// Spends from a user's allowance, which is one for all of the user's connections. Messages have the rate of the
/// settings; everything else has an allowance of its own, so that typing and joining cost nobody their messages.
/// </summary>
internal sealed class UserThrottle(IRateLimitStore store, StreamingOptions options)
{
    // Enough to come back to every room that one may be in (50) at once, with as much again for what follows; and
    // no cap per minute, since a client that pages through history for a minute does no harm.
    private const int RequestsPerMessage = 5;

    private readonly bool _isOn = options.RateLimitEnabled;

    private readonly RateLimit _messages = new(
        options.RateLimit.MessagesPerSecond, options.RateLimit.BurstSize, options.RateLimit.MessagesPerMinute);

    private readonly RateLimit _requests = new(
        RequestsPerMessage * options.RateLimit.MessagesPerSecond, RequestsPerMessage * options.RateLimit.BurstSize, PerMinute: 0);

    /// <summary>
    /// Takes what a stream's rooms cost, which it joins all at once: as much as joining each by itself, yet no more than
    /// the allowance holds when it is full, or a stream of many rooms could never be had.
    /// </summary>
    public async ValueTask<StageResult> SpendOnRoomsAsync(
        Principal principal, UserId user, int rooms, CancellationToken cancellation)
    {
        for (int i = 0; i < Math.Min(rooms, _requests.Burst); i++)
        {
            if (await SpendAsync(principal, user, Spending.Request, cancellation) is StageResult.Refused refused)
                return refused;
        }

        return StageResult.Continue;
    }

    /// <summary>Takes what the message costs; refuses it when there is nothing left to take.</summary>
    /// <exception cref="StoreAwayException">The limits cannot be looked up now.</exception>
    public ValueTask<StageResult> SpendAsync(MessageContext context, Spending what, CancellationToken cancellation) =>
        SpendAsync(context.Principal, context.User, what, cancellation);

    public ValueTask<StageResult> SpendAsync(
        Principal principal, UserId user, Spending what, CancellationToken cancellation)
    {
        if (!_isOn || principal.IsExemptFromLimits)
            return ValueTask.FromResult(StageResult.Continue);

        var (kind, limit) = what == Spending.Message ? ("message", _messages) : ("request", _requests);
        // A limit that cannot be looked up is not passed over: while the store is away nothing can be published anyhow, and an
        // open door would be the way around every limit.
        var taking = store.TakeAsync($"{kind}:{user.Value}", limit, cancellation);
        return taking.IsCompletedSuccessfully
            ? ValueTask.FromResult(ToResult(taking.Result))
            : AwaitAsync(taking);
    }

    /// <summary>
    /// Refuses a message that never gets to the throttle stage. It is charged all the same: to one who has nothing
    /// left, being throttled is what is told.
    /// </summary>
    public async ValueTask<StageResult> RefuseAsync(MessageContext context, RequestError error, CancellationToken cancellation)
    {
        var spent = await SpendAsync(context, Spending.Request, cancellation);
        return spent is StageResult.Refused ? spent : new StageResult.Refused(error);
    }

    private static async ValueTask<StageResult> AwaitAsync(ValueTask<TimeSpan> taking) =>
        ToResult(await StoreAwayException.GuardAsync(taking));

    private static StageResult ToResult(TimeSpan wait) => wait <= TimeSpan.Zero
        ? StageResult.Continue
        : StageResult.Refuse(ErrorCode.RateLimited, "too many requests; try again later", retryAfter: wait);
}
