using Streaming.Actors.Limits;

namespace Streaming.Redis.Limits;

/// <summary>
/// What one key may spend on this node: tokens that were taken from Redis. One question is under way at a time, and asks for
/// all who wait. Who spends steadily has some taken ahead, so that most messages cost Redis nothing: never more than an eighth of what is
/// there, so that another node of the same user finds the rest, and what is not spent within <see cref="AheadFor"/> goes back
/// with the next question. What other nodes hold counts as there: no more is ever granted at once than the limit says. Of a limit with a window
/// nothing is taken ahead: what is spent later than it was taken would be forgotten too early.
/// <para>
/// Who has nothing left is told so from memory until the time is up that Redis has told: a flood costs Redis nothing.
/// </para>
/// </summary>
/// <param name="ask">Takes tokens from Redis.</param>
/// <param name="clock">Only its monotonic timestamp is used.</param>
internal sealed class Allowance(RateLimit limit, Func<TokenRequest, Task<TokenGrant>> ask, TimeProvider clock)
{
    /// <summary>How long tokens that were taken ahead may be spent.</summary>
    internal static readonly TimeSpan AheadFor = TimeSpan.FromSeconds(1);

    /// <summary>Whoever asks again within this time has more taken ahead; whoever does not, less.</summary>
    private static readonly TimeSpan Soon = AheadFor / 2;

    private const int MaxAhead = 32;

    private static readonly Task<TimeSpan> Granted = Task.FromResult(TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource<TimeSpan>> _waiting = new();
    private bool _isAsking;
    private int _left;
    private int _ahead;

    /// <summary>What Redis knows to be here, spent or not: it grants nobody else as many, until they are stale.</summary>
    private int _held;
    private long? _askedAt;
    private bool _isOver;

    /// <summary>Granted and not wanted, beyond <see cref="_held"/>: for Redis alone to grant again, since it does not know that it is here.</summary>
    private int _unwanted;

    /// <summary>When the first of them was given back.</summary>
    private long _unwantedAt;

    /// <summary>Redis has said when there is one again.</summary>
    private (long At, TimeSpan Wait)? _empty;

    public RateLimit Limit => limit;

    /// <returns>Null: it is over, and the key has another. Else zero when granted, or how long until it can be.</returns>
    public Task<TimeSpan>? TryTake()
    {
        TaskCompletionSource<TimeSpan> one;
        lock (_gate)
        {
            if (_isOver)
                return null;

            if (_left > 0 && _waiting.Count == 0 && !IsStale)
            {
                _left--;
                return Granted;
            }

            if (_waiting.Count == 0 && WaitUnderGate() is var wait && wait > TimeSpan.Zero)
                return Task.FromResult(wait);

            one = new TaskCompletionSource<TimeSpan>();
            _waiting.Enqueue(one);
            if (_isAsking)
                return one.Task;

            _isAsking = true;
        }

        _ = AskAsync();
        return one.Task;
    }

    /// <summary>How long until there is one, as far as Redis has said; zero otherwise.</summary>
    public TimeSpan WaitFor()
    {
        lock (_gate)
            return WaitUnderGate();
    }

    /// <summary>
    /// One that was granted is not wanted. It is here for the next where Redis knows of as many; else it goes back at once: what came back later
    /// would be there twice, as the bucket has filled up behind its back.
    /// </summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            _empty = null;
            if (_left < _held && !IsStale)
            {
                _left++;
                return;
            }

            if (_unwanted++ == 0)
                _unwantedAt = clock.GetTimestamp();
            if (_isAsking)
                return;

            _isAsking = true;
        }

        _ = AskAsync();
    }

    /// <summary>Ends it if nothing of it is worth keeping.</summary>
    public bool TryEnd()
    {
        lock (_gate)
            return _isOver = _isOver || (!_isAsking && IsStale);
    }

    private TimeSpan WaitUnderGate()
    {
        if (_empty is not { } empty)
            return TimeSpan.Zero;
        TimeSpan left = empty.Wait - clock.GetElapsedTime(empty.At);
        if (left > TimeSpan.Zero)
            return left;
        _empty = null;
        return TimeSpan.Zero;
    }

    private bool IsStale => !AskedWithin(AheadFor);

    private bool AskedWithin(TimeSpan time) => _askedAt is { } at && clock.GetElapsedTime(at) < time;

    private async Task AskAsync()
    {
        while (NextRequest() is { } request)
        {
            TokenGrant grant;
            try
            {
                grant = await ask(request);
            }
            catch (Exception e)
            {
                // Whether it was granted, or came back, is not known; nobody waits for it any longer.
                Dequeue(request.Need).ForEach(one => one.TrySetException(e));
                continue;
            }

            List<TaskCompletionSource<TimeSpan>> answered;
            lock (_gate)
            {
                // What was taken ahead is also for those who came while it was asked for.
                answered = Dequeue(Math.Max(request.Need, Math.Min(grant.Tokens, _waiting.Count)));
                _left = Math.Max(0, grant.Tokens - answered.Count);
                _held = Math.Max(0, grant.Tokens - request.Need);
                _empty = grant.Tokens < request.Need ? (clock.GetTimestamp(), grant.Wait) : null;
            }

            for (int i = 0; i < answered.Count; i++)
                answered[i].TrySetResult(i < grant.Tokens ? TimeSpan.Zero : grant.Wait);
        }
    }

    /// <returns>Null when nobody waits, and nothing has to go back.</returns>
    private TokenRequest? NextRequest()
    {
        lock (_gate)
        {
            // Redis was long in answering what was asked before: a bucket has filled up by as much since. A window gives nothing back by itself.
            var age = _unwanted > 0 ? clock.GetElapsedTime(_unwantedAt) : TimeSpan.Zero;
            if (limit.PerWindow == 0 && age >= AheadFor)
                _unwanted = 0;
            if (_waiting.Count == 0 && _unwanted == 0)
            {
                _isAsking = false;
                return null;
            }

            // What only goes back says nothing of how often one is taken.
            if (_waiting.Count > 0)
            {
                _ahead = AskedWithin(Soon) ? Math.Min((2 * _ahead) + 1, MaxAhead) : _ahead / 2;
                _askedAt = clock.GetTimestamp();
            }

            int ahead = _waiting.Count > 0 && limit.PerWindow == 0 ? _ahead : 0;
            var request = new TokenRequest(_waiting.Count, ahead, _left, _unwanted, age);
            (_left, _unwanted, _held) = (0, 0, 0);
            return request;
        }
    }

    private List<TaskCompletionSource<TimeSpan>> Dequeue(int count)
    {
        lock (_gate)
        {
            List<TaskCompletionSource<TimeSpan>> taken = [];
            while (taken.Count < count)
                taken.Add(_waiting.Dequeue());
            return taken;
        }
    }
}
