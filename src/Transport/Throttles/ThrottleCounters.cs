namespace Streaming.Transport.Throttles;

/// <summary>How often each limit has granted and refused on this node.</summary>
internal sealed class ThrottleCounters
{
    private static readonly ThrottleScope[] Scopes = Enum.GetValues<ThrottleScope>();

    private readonly long[] _allowed = new long[Scopes.Length * LimitedActions.Count];
    private readonly long[] _exceeded = new long[Scopes.Length * LimitedActions.Count];

    public void Count(ThrottleScope scope, LimitedAction action, bool isAllowed) =>
        Interlocked.Increment(ref (isAllowed ? _allowed : _exceeded)[((int)scope * LimitedActions.Count) + (int)action]);

    /// <summary>Those that are above zero.</summary>
    public IEnumerable<(ThrottleScope Scope, LimitedAction Action, long Count)> Read(bool allowed)
    {
        long[] counts = allowed ? _allowed : _exceeded;
        for (int i = 0; i < counts.Length; i++)
        {
            if (Volatile.Read(ref counts[i]) is > 0 and var count)
                yield return ((ThrottleScope)(i / LimitedActions.Count), (LimitedAction)(i % LimitedActions.Count), count);
        }
    }
}
