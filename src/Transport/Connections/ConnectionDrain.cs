using Microsoft.Extensions.Logging;
using Streaming.Actors.Time;
using Streaming.Transport.Hosting;

namespace Streaming.Transport.Connections;

/// <summary>
/// Sends every client away when the node stops, each at a moment of its own to come back, so that the other nodes are
/// not stormed.
/// </summary>
internal sealed partial class ConnectionDrain(
    ConnectionRegistry registry, IEntropy entropy, ILogger<ConnectionDrain> logger) : IDrainTarget
{
    public async ValueTask DrainAsync(TimeSpan timeout, TimeSpan spread, CancellationToken cancellation)
    {
        var connections = registry.BeginDrain();
        SendingAway(logger, connections.Count);
        foreach (var connection in connections)
            connection.Drain(spread * Fraction(entropy.NextUInt64()));
        try
        {
            await registry.WhenEmptyAsync().WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            CutOff(logger, registry.Count);
            foreach (var connection in connections)
                connection.Close(new CloseReason.Lost(Loss.Disconnected));
        }
    }

    // The upper 53 bits: as many as a double between 0 and 1 holds evenly.
    private static double Fraction(ulong random) => (random >> 11) * (1.0 / (1UL << 53));
}
