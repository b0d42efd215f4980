namespace Streaming.Transport.Hosting;

/// <summary>Where this node is in its life. Endpoints answer 503 unless it <see cref="Accepts"/>.</summary>
public sealed class ServingState
{
    private int _phase = (int)ServingPhase.Starting;

    public ServingPhase Phase => (ServingPhase)Volatile.Read(ref _phase);

    /// <summary>Whether a new connection may be taken.</summary>
    public bool Accepts => Phase == ServingPhase.Serving;

    /// <summary>False if the node is there already, or past it: a stop may overtake a slow start.</summary>
    internal bool TryAdvance(ServingPhase next)
    {
        int now = Volatile.Read(ref _phase);
        while (now < (int)next)
        {
            int seen = Interlocked.CompareExchange(ref _phase, (int)next, now);
            if (seen == now)
                return true;
            now = seen;
        }

        return false;
    }
}
