namespace Streaming.Actors.Limits;

/// <summary>
/// A token bucket: so many tokens a second, at most <c>depth</c> saved up; it starts full.
/// Not thread-safe; a value, so that a room or a user carries it without another object.
/// </summary>
public struct TokenBucket
{
    /// <summary>What a sum of fractions may lack of a whole token.</summary>
    private const double Rounding = 1e-9;

    private readonly double _perSecond;
    private readonly double _depth;
    private double _tokens;
    private DateTimeOffset? _filledAt;

    public TokenBucket(double perSecond, double depth) => (_perSecond, _depth, _tokens) = (perSecond, depth, depth);

    /// <returns>Zero when a token was taken; else how long until one is there. Nothing was taken then.</returns>
    public TimeSpan Take(DateTimeOffset now)
    {
        TimeSpan wait = WaitFor(now);
        if (wait == TimeSpan.Zero)
            _tokens -= 1;

        return wait;
    }

    /// <summary>What <see cref="Take"/> would return, without taking.</summary>
    public TimeSpan WaitFor(DateTimeOffset now)
    {
        Refill(now);

        // Rounded up: who waits for so long gets one.
        return _tokens >= 1 - Rounding
            ? TimeSpan.Zero
            : TimeSpan.FromTicks((long)Math.Ceiling((1 - _tokens) / _perSecond * TimeSpan.TicksPerSecond));
    }

    /// <summary>A token that was taken is given back.</summary>
    public void GiveBack(DateTimeOffset now)
    {
        Refill(now);
        _tokens = Math.Min(_depth, _tokens + 1);
    }

    /// <summary>A bucket of another rate and depth with what is in this one, as far as it holds as much.</summary>
    public TokenBucket With(double perSecond, double depth, DateTimeOffset now)
    {
        Refill(now);
        return new TokenBucket(perSecond, depth) { _tokens = Math.Min(depth, _tokens), _filledAt = now };
    }

    /// <summary>Whether the bucket is as full as a new one: then it need not be remembered.</summary>
    public bool IsFull(DateTimeOffset now)
    {
        Refill(now);
        return _tokens >= _depth;
    }

    private void Refill(DateTimeOffset now)
    {
        // A clock that goes back must not have the same time counted twice.
        if (_filledAt is { } filledAt && now <= filledAt)
            return;

        double elapsed = (now - (_filledAt ?? now)).TotalSeconds;
        _tokens = Math.Min(_depth, _tokens + (elapsed * _perSecond));
        _filledAt = now;
    }
}
