using Streaming.Transport.Throttles;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Whether rooms get their turns: asks for one as a room would, on each event loop if there are any. A node whose threads are
/// held up still listens and still accepts connections, and does not deliver; one loop that is held up has its share of them.
/// </summary>
/// <param name="lag">Asks each for a turn.</param>
internal sealed class RoomsProbe(LagMeter lag) : IHealthProbe
{
    public string Name => "rooms";

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation)
    {
        await lag.MeasureAsync(Timeout.InfiniteTimeSpan, cancellation);
        return new ProbeResult(HealthState.Healthy);
    }
}
