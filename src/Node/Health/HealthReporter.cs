using System.Globalization;
using Streaming.Actors;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Health;

/// <summary>Asks all parts how they are; the worst of them is how the node is.</summary>
internal sealed partial class HealthReporter(
    IEnumerable<IHealthProbe> probes,
    IEnumerable<IConnectionGauge> connections,
    ServingState serving,
    StreamingNode node,
    Uptime uptime,
    TimeProvider time,
    ILogger<HealthReporter> logger)
{
    // Load balancers give up after a few seconds; the answer has to be there before.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    public async Task<HealthReport> ReportAsync(CancellationToken cancellation)
    {
        var states = await CheckAsync(cancellation);
        return new HealthReport(
            StatusOf(states.Values),
            time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            node.Self.Value,
            (long)uptime.Elapsed.TotalSeconds,
            NodeVersion.Text,
            connections.Sum(static gauge => gauge.Live),
            node.ActiveRooms,
            states.ToDictionary(static pair => pair.Key, static pair => new ServiceReport(Word(pair.Value.State), pair.Value.Detail)));
    }

    public async Task<ReadyReport> ReadyAsync(CancellationToken cancellation)
    {
        string status = StatusOf((await CheckAsync(cancellation)).Values);
        return new ReadyReport(status is "healthy" or "degraded" ? ReadyReport.Ready : status);
    }

    private string StatusOf(IEnumerable<ProbeResult> states) => serving.Phase switch
    {
        ServingPhase.Starting => "starting",
        ServingPhase.Draining => "draining",
        ServingPhase.Serving => Word(states.Select(static result => result.State).DefaultIfEmpty().Max()),
        var phase => throw new InvalidOperationException($"There is no phase {phase}."),
    };

    private async Task<Dictionary<string, ProbeResult>> CheckAsync(CancellationToken cancellation)
    {
        var asked = probes.Select(probe => (probe.Name, Answer: CheckAsync(probe, cancellation))).ToList();
        var states = new Dictionary<string, ProbeResult>(StringComparer.Ordinal);
        foreach (var (name, answer) in asked)
            states[name] = await answer;
        return states;
    }

    private async Task<ProbeResult> CheckAsync(IHealthProbe probe, CancellationToken cancellation)
    {
        using var timeUp = new CancellationTokenSource(ProbeTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellation);
        try
        {
            return await probe.CheckAsync(stop.Token).AsTask().WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeResult(HealthState.Unhealthy, $"no answer within {ProbeTimeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ProbeFailed(logger, probe.Name, exception);
            return new ProbeResult(HealthState.Unhealthy, "the check failed; the log says why");
        }
    }

    private static string Word(HealthState state) => state switch
    {
        HealthState.Healthy => "healthy",
        HealthState.Degraded => "degraded",
        HealthState.Unhealthy => "unhealthy",
        _ => throw new InvalidOperationException($"There is no state {state}."),
    };
}
