using Microsoft.Extensions.DependencyInjection;
using Streaming.Contracts;
using Streaming.Node.Health;
using Streaming.Transport;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Tests.Health;

public sealed class HealthReporterTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(HealthState.Healthy, HealthState.Healthy, "healthy", true)]
    [InlineData(HealthState.Healthy, HealthState.Degraded, "degraded", true)]
    [InlineData(HealthState.Unhealthy, HealthState.Degraded, "unhealthy", false)]
    public async Task Report_SeveralParts_TheWorstDecides(HealthState one, HealthState other, string status, bool isGood)
    {
        var reporter = Reporter(ServingPhase.Serving, Probe("one", one), Probe("other", other, "because"));

        var report = await reporter.ReportAsync(CancellationToken.None);

        Assert.Equal((status, isGood), (report.Status, report.IsGood));
        Assert.Equal(isGood, (await reporter.ReadyAsync(CancellationToken.None)).IsGood);
        Assert.Equal(["one", "other", "rooms"], report.Services.Keys.Order());
        Assert.Equal("because", report.Services["other"].Detail);
    }

    [Theory]
    [InlineData(ServingPhase.Starting, "starting")]
    [InlineData(ServingPhase.Draining, "draining")]
    public async Task Report_NotServing_IsNotReady(ServingPhase phase, string status)
    {
        var reporter = Reporter(phase, Probe("one", HealthState.Healthy));

        Assert.Equal((status, false), Of(await reporter.ReportAsync(CancellationToken.None)));
        Assert.Equal((status, false), Of(await reporter.ReadyAsync(CancellationToken.None)));

        static (string, bool) Of(IHealthAnswer answer) =>
            (answer is HealthReport report ? report.Status : ((ReadyReport)answer).Status, answer.IsGood);
    }

    [Fact]
    public async Task Report_ProbeThrows_IsUnhealthyAndKeepsTheReasonForTheLog()
    {
        var reporter = Reporter(
            ServingPhase.Serving, new FuncProbe("one", _ => throw new InvalidOperationException("password=hush")));

        var report = await reporter.ReportAsync(CancellationToken.None);

        Assert.Equal("unhealthy", report.Services["one"].Status);
        Assert.DoesNotContain("hush", report.Services["one"].Detail);
    }

    [Fact]
    public async Task Report_ProbeThatNeverAnswers_IsUnhealthyAfterTwoSeconds()
    {
        var never = new TaskCompletionSource<ProbeResult>();
        var reporter = Reporter(ServingPhase.Serving, new FuncProbe("one", _ => new ValueTask<ProbeResult>(never.Task)));

        var asked = reporter.ReportAsync(CancellationToken.None);
        Assert.False(asked.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("unhealthy", (await asked).Status);
    }

    private HealthReporter Reporter(ServingPhase phase, params IHealthProbe[] probes)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddStreaming(StreamingOptions.ForDevelopment());
        foreach (var probe in probes)
            services.AddSingleton(probe);
        services.AddNodeHealth();
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<ServingState>().TryAdvance(phase);
        return provider.GetRequiredService<HealthReporter>();
    }

    private static FuncProbe Probe(string name, HealthState state, string? detail = null) =>
        new(name, _ => ValueTask.FromResult(new ProbeResult(state, detail)));

    private sealed class FuncProbe(string name, Func<CancellationToken, ValueTask<ProbeResult>> check) : IHealthProbe
    {
        public string Name => name;

        public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation) => check(cancellation);
    }
}
