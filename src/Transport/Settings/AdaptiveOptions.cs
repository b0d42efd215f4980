namespace Streaming.Transport.Settings;

/// <summary>The block <c>RateLimit:Adaptive</c>: limits that tighten while a node lags behind.</summary>
public sealed class AdaptiveOptions
{
    /// <summary>False: the limits are what the settings say, however busy the node is.</summary>
    public bool Enabled { get; set; }

    /// <summary>How long a turn of a room may wait on average before the limits are tightened, 1 millisecond to 1 second.</summary>
    public TimeSpan TargetLag { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What is left of the limits at least, 0.05 to 1.</summary>
    public double MinFactor { get; set; } = 0.5;
}
