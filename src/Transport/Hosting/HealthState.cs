namespace Streaming.Transport.Hosting;

/// <summary>In rising order of trouble: the worst part gives the state of the node.</summary>
public enum HealthState
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>It works, but not as it should.</summary>
    Degraded,

    /// <summary>It does not work; the node should get no traffic.</summary>
    Unhealthy,
}
