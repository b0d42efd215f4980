using System.Net;
using Streaming.Actors.Limits;
using Streaming.Transport.Connections;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Throttles;

/// <summary>
/// Holds addresses to how often they may open connections here and be wrong about credentials, before anything is looked up for them. Counted on
/// this node, in a memory that is bounded: nothing that a flood does costs the store that all nodes share. Where addresses tell nobody apart
/// (<see cref="LimitOptions.MaxConnectionsPerIp"/> is 0) none is counted.
/// </summary>
internal sealed class AddressThrottle(LiveSettings settings, TimeProvider clock)
{
    private const string Handshake = "handshake";
    private const string LogIn = "login";

    // 4 MB at most. A flood from more addresses than that has no use for more.
    private const int MaxKeys = 16_384;

    private readonly InMemoryRateLimitStore _store = new(clock, MaxKeys);
    private readonly Live<Rules> _rules = settings.Derive(static options =>
        options is { RateLimitEnabled: true, Limits.MaxConnectionsPerIp: > 0 }
            ? new Rules(options.RateLimit.Handshakes, options.RateLimit.FailedLogIns)
            : new Rules(null, null));

    private long _handshakes;
    private long _logIns;

    /// <summary>Connections that were turned away.</summary>
    public long Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>Requests whose credentials were not looked at.</summary>
    public long LogIns => Volatile.Read(ref _logIns);

    /// <summary>Addresses that are remembered.</summary>
    public int Count => _store.Count;

    /// <summary>Takes what opening a connection costs. Null: it may be opened.</summary>
    public RequestError? RefuseConnection(IPAddress? address)
    {
        if (_rules.Value.Handshakes is not { } limit || ClientAddress.NameOf(address) is not { } name)
            return null;
        return Refuse(_store.Take(new LimitKey(Handshake, name), limit), ref _handshakes, "too many connections were opened from this address");
    }

    /// <summary>Whether the credentials of a request are looked at. Null: they are.</summary>
    public RequestError? RefuseCredentials(IPAddress? address) => RefuseCredentials(ClientAddress.NameOf(address));

    /// <summary>Credentials did not hold.</summary>
    public void NoteRefused(IPAddress? address) => NoteRefused(ClientAddress.NameOf(address));

    /// <inheritdoc cref="RefuseCredentials(IPAddress?)"/>
    /// <param name="name">What the address is counted under.</param>
    internal RequestError? RefuseCredentials(string? name)
    {
        if (_rules.Value.LogIns is not { } limit || name is null)
            return null;
        return Refuse(_store.WaitFor(new LimitKey(LogIn, name), limit), ref _logIns, "too many credentials from this address did not hold");
    }

    /// <inheritdoc cref="NoteRefused(IPAddress?)"/>
    /// <param name="name">What the address is counted under.</param>
    internal void NoteRefused(string? name)
    {
        if (_rules.Value.LogIns is { } limit && name is not null)
            _store.Take(new LimitKey(LogIn, name), limit);
    }

    private static RequestError? Refuse(TimeSpan wait, ref long count, string why)
    {
        if (wait <= TimeSpan.Zero)
            return null;
        Interlocked.Increment(ref count);
        return new RequestError(ErrorCode.RateLimited, $"{why}; try again later") { RetryAfter = wait };
    }

    private sealed record Rules(RateLimit? Handshakes, RateLimit? LogIns);
}
