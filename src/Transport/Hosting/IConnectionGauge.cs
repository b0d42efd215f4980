namespace Streaming.Transport.Hosting;

/// <summary>How many connections this node has, for health and metrics.</summary>
public interface IConnectionGauge
{
    /// <summary>Connections that hold resources now.</summary>
    long Live { get; }
}
