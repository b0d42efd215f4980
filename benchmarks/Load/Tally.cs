namespace Streaming.Benchmarks.Load;

/// <summary>What all members of a run have seen together.</summary>
internal sealed class Tally
{
    private readonly LatencyHistogram _latency = new();
    private long _delivered;
    private long _acked;
    private long _lost;
    private long _doubled;
    private long _refused;
    private int _broken;
    private string? _firstTrouble;

    public long DeliveredCount => Volatile.Read(ref _delivered);

    public long AckedCount => Volatile.Read(ref _acked);

    /// <summary>Seqs that were skipped. One that comes later after all counts as doubled or reordered as well.</summary>
    public long LostCount => Volatile.Read(ref _lost);

    public long DoubledCount => Volatile.Read(ref _doubled);

    public long RefusedCount => Volatile.Read(ref _refused) + Volatile.Read(ref _broken);

    /// <summary>What went wrong first, in words.</summary>
    public string? FirstTrouble => Volatile.Read(ref _firstTrouble);

    public LatencyHistogram Latency => _latency;

    public void Delivered(TimeSpan latency)
    {
        Interlocked.Increment(ref _delivered);
        _latency.Add(latency);
    }

    public void Acked() => Interlocked.Increment(ref _acked);

    public void OutOfOrder(long expected, long seq)
    {
        if (seq > expected)
            Interlocked.Add(ref _lost, seq - expected);
        else
            Interlocked.Increment(ref _doubled);
        Note($"expected seq {expected}, got {seq}");
    }

    public void NeverCame(long count)
    {
        Interlocked.Add(ref _lost, count);
        Note($"{count} events never came");
    }

    public void Refused(string error)
    {
        Interlocked.Increment(ref _refused);
        Note(error);
    }

    public void Broken(string why)
    {
        Interlocked.Increment(ref _broken);
        Note(why);
    }

    private void Note(string what) => Interlocked.CompareExchange(ref _firstTrouble, what, null);
}
