using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Throttles;

namespace Streaming.Transport.Pipeline;

/// <summary>
/// Spends from a user's allowance, which is one for all of the user's connections. Messages have the rate of the
/// settings; everything else has an allowance of its own, so that typing and joining cost nobody their messages. Where the settings say so,
/// an action, a connection and an address have limits besides: what is asked for is spent from all of them, or from none.
/// </summary>
/// <param name="store">Of the whole cluster.</param>
/// <param name="clock">For what is counted here alone.</param>
internal sealed class UserThrottle(
    IRateLimitStore store, ThrottleLimits limits, ThrottleCounters counters, StreamingOptions options, TimeProvider clock)
{
    private static readonly string[] ActionKinds = [.. Enumerable.Range(0, LimitedActions.Count).Select(static one => LimitedActions.NameOf((LimitedAction)one))];

    private readonly bool _isOn = options.RateLimitEnabled;
    private readonly InMemoryRateLimitStore _connections = new(clock);

    /// <summary>
    /// Takes what a stream's rooms cost, which it joins all at once: as much as joining each by itself, yet no more than
    /// all its limits let through at once, or a stream of many rooms could never be had. A stream that is refused here costs nothing.
    /// </summary>
    /// <param name="address">What its address is counted under, if it has one.</param>
    public async ValueTask<StageResult> SpendOnRoomsAsync(
        Principal principal, UserId user, string? address, int rooms, CancellationToken cancellation)
    {
        if (!_isOn || principal.IsExemptFromLimits)
            return StageResult.Continue;

        var charges = ChargesOf(limits.Now, principal, user, default, address, LimitedAction.RoomJoin);
        int most = Math.Min(rooms, charges.Depth);
        int spent = 0;
        try
        {
            while (spent < most)
            {
                if (await SpendAsync(charges, LimitedAction.RoomJoin, cancellation) is StageResult.Refused refused)
                    return refused;
                spent++;
            }
        }
        finally
        {
            for (int i = 0; spent < most && i < spent; i++)
                GiveBack(charges, All(charges));
        }

        return StageResult.Continue;
    }

    /// <summary>Takes what the message costs; refuses it when there is nothing left to take.</summary>
    /// <exception cref="StoreAwayException">The limits cannot be looked up now.</exception>
    public ValueTask<StageResult> SpendAsync(MessageContext context, LimitedAction action, CancellationToken cancellation) =>
        !_isOn || context.Principal.IsExemptFromLimits
            ? ValueTask.FromResult(StageResult.Continue)
            : SpendAsync(ChargesOf(limits.Now, context.Principal, context.User, context.Connection, context.Address, action), action, cancellation);

    /// <summary>
    /// Refuses a message that never gets to the throttle stage. It is charged all the same: to one who has nothing
    /// left, being throttled is what is told.
    /// </summary>
    public async ValueTask<StageResult> RefuseAsync(MessageContext context, RequestError error, CancellationToken cancellation)
    {
        var spent = await SpendAsync(context, LimitedAction.Other, cancellation);
        return spent is StageResult.Refused ? spent : new StageResult.Refused(error);
    }

    private ValueTask<StageResult> SpendAsync(in Charges charges, LimitedAction action, CancellationToken cancellation)
    {
        // What is known to have no room refuses before anything is taken of the others: a flood costs them nothing.
        if (charges.Count > 1 && KnownWait(charges, action) is var known && known > TimeSpan.Zero)
            return ValueTask.FromResult(Refuse(known));

        // A limit that cannot be looked up is not passed over: while the store is away nothing can be published anyhow, and an
        // open door would be the way around every limit.
        var wait = TimeSpan.Zero;
        int granted = 0;
        for (int i = 0; i < charges.Count; i++)
        {
            var taking = TakeAsync(charges[i], cancellation);
            if (!taking.IsCompletedSuccessfully)
                return GoOnAsync(charges, i, taking, granted, wait, action, cancellation);
            Count(charges[i], taking.Result, i, action, ref granted, ref wait);
        }

        return ValueTask.FromResult(End(charges, granted, wait));
    }

    private async ValueTask<StageResult> GoOnAsync(
        Charges charges, int at, ValueTask<TimeSpan> taking, int granted, TimeSpan wait, LimitedAction action, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                Count(charges[at], await StoreAwayException.GuardAsync(taking), at, action, ref granted, ref wait);
                if (++at == charges.Count)
                    return End(charges, granted, wait);
                taking = TakeAsync(charges[at], cancellation);
            }
        }
        catch
        {
            GiveBack(charges, granted);
            throw;
        }
    }

    private static Charges ChargesOf(
        ThrottleRules rules, Principal principal, UserId user, ConnectionId connection, string? address, LimitedAction action)
    {
        var charges = new Charges();
        if (action != LimitedAction.MessageSend)
            charges.Add(new Charge(new LimitKey("request", user.Value), rules.Requests, ThrottleScope.User));
        // Beside what the user has without them: one allowance for both would be cut to the narrower each time that the other is shown.
        else if (principal.Limits is { } own)
            charges.Add(new Charge(new LimitKey("message+", user.Value), rules.MessagesOf(own), ThrottleScope.User));
        else
            charges.Add(new Charge(new LimitKey("message", user.Value), rules.Messages, ThrottleScope.User));

        if (rules.Actions[(int)action] is { } ofAction)
            charges.Add(new Charge(new LimitKey(ActionKinds[(int)action], user.Value), ofAction, ThrottleScope.Action));
        if (rules.PerConnection is { } ofConnection && connection.Value is { } name)
            charges.Add(new Charge(new LimitKey("connection", name), ofConnection, ThrottleScope.Connection));
        if (address is null)
            return charges;

        if (rules.PerAddress is { } ofAddress)
            charges.Add(new Charge(new LimitKey("address", address), ofAddress, ThrottleScope.Address));
        // A guest's name is another in each request over REST if the guest likes; the address is not.
        if (rules.Guests is { } ofGuests && principal.Kind == PrincipalKind.Guest && connection.Value is null)
            charges.Add(new Charge(new LimitKey("guests", address), ofGuests, ThrottleScope.Address));
        return charges;
    }

    // The longest, as in End.
    private TimeSpan KnownWait(in Charges charges, LimitedAction action)
    {
        var longest = TimeSpan.Zero;
        for (int i = 0; i < charges.Count; i++)
        {
            var wait = StoreOf(charges[i].Scope).WaitFor(charges[i].Key, charges[i].Limit);
            if (wait <= TimeSpan.Zero)
                continue;
            counters.Count(charges[i].Scope, action, isAllowed: false);
            if (wait > longest)
                longest = wait;
        }

        return longest;
    }

    private ValueTask<TimeSpan> TakeAsync(in Charge charge, CancellationToken cancellation) =>
        StoreOf(charge.Scope).TakeAsync(charge.Key, charge.Limit, cancellation);

    // A connection is at one node.
    private IRateLimitStore StoreOf(ThrottleScope scope) => scope == ThrottleScope.Connection ? _connections : store;

    private void Count(in Charge charge, TimeSpan needed, int at, LimitedAction action, ref int granted, ref TimeSpan wait)
    {
        counters.Count(charge.Scope, action, needed <= TimeSpan.Zero);
        if (needed <= TimeSpan.Zero)
            granted |= 1 << at;
        else if (needed > wait)
            wait = needed;
    }

    // All were asked, so that the longest wait is told: whoever waits for it gets through.
    private StageResult End(in Charges charges, int granted, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
            return StageResult.Continue;
        GiveBack(charges, granted);
        return Refuse(wait);
    }

    private static StageResult Refuse(TimeSpan wait) =>
        StageResult.Refuse(ErrorCode.RateLimited, "too many requests; try again later", retryAfter: wait);

    private static int All(in Charges charges) => (1 << charges.Count) - 1;

    private void GiveBack(in Charges charges, int granted)
    {
        for (int i = 0; i < charges.Count; i++)
        {
            if ((granted & (1 << i)) != 0)
                StoreOf(charges[i].Scope).GiveBack(charges[i].Key, charges[i].Limit);
        }
    }
}
