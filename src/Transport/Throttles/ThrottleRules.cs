using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Limits;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Throttles;

/// <summary>The rates that hold at one time, as settings and lag make them.</summary>
internal sealed class ThrottleRules
{
    // Enough to come back to every room that one may be in (50) at once, with as much again for what follows; and
    // no cap per minute, since a client that pages through history for a minute does no harm.
    private const int RequestsPerMessage = 5;

    // Those who sign tokens choose them; more are made anew each time.
    private const int MaxOwn = 1024;

    private readonly ConcurrentDictionary<PrincipalLimits, RateLimit> _own = new();
    private readonly RateLimitOptions _options;
    private readonly double _factor;

    private ThrottleRules(RateLimitOptions options, bool tellsAddresses, double factor)
    {
        (_options, _factor) = (options, factor);
        Messages = new RateLimit(options.MessagesPerSecond, options.BurstSize, options.MessagesPerMinute).Times(factor);
        Requests = new RateLimit(
            RequestsPerMessage * options.MessagesPerSecond, RequestsPerMessage * options.BurstSize, PerMinute: 0).Times(factor);
        PerConnection = options.PerConnection?.Times(factor);
        PerAddress = tellsAddresses ? options.PerIp?.Times(factor) : null;
        Guests = tellsAddresses ? options.GuestRequests?.Times(factor) : null;
        Actions = [.. Enumerable.Range(0, LimitedActions.Count).Select(action => options.Actions[(LimitedAction)action]?.Times(factor))];
    }

    /// <summary>Messages of a user whose credentials say nothing else.</summary>
    public RateLimit Messages { get; }

    /// <summary>All else that a user asks for.</summary>
    public RateLimit Requests { get; }

    public RateLimit? PerConnection { get; }

    public RateLimit? PerAddress { get; }

    /// <summary>What guests of one address ask for over REST, where each request can bear another name.</summary>
    public RateLimit? Guests { get; }

    /// <summary>Of a user, by action.</summary>
    public ImmutableArray<RateLimit?> Actions { get; }

    /// <param name="factor">How much of it holds now, up to 1.</param>
    public static ThrottleRules Of(StreamingOptions options, double factor = 1) =>
        new(options.RateLimit, options.Limits.MaxConnectionsPerIp > 0, factor);

    /// <summary>Messages of a user whose credentials bear limits of their own.</summary>
    public RateLimit MessagesOf(PrincipalLimits limits)
    {
        if (_own.TryGetValue(limits, out var known))
            return known;

        var own = new RateLimit(
            limits.MessagesPerSecond ?? _options.MessagesPerSecond, limits.Burst ?? _options.BurstSize, limits.MessagesPerMinute ?? _options.MessagesPerMinute)
            .Times(_factor);
        return _own.Count < MaxOwn ? _own.GetOrAdd(limits, own) : own;
    }
}
