namespace Streaming.Transport.Hosting;

/// <summary>One part's answer to whether it does its work now, shown in <c>/health</c> under <see cref="Name"/>.</summary>
public interface IHealthProbe
{
    /// <summary>A short lower-case word: <c>rooms</c>, <c>redis</c>.</summary>
    string Name { get; }

    /// <summary>Cheap enough to be asked every second. Exceptions count as <see cref="HealthState.Unhealthy"/>.</summary>
    ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation);
}
