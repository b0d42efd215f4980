using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

    [Fact]
    public async Task Report_FirstAskedLate_CountsTheUptimeFromTheStart()
    {
        var provider = Provider();
        _ = provider.GetServices<IHostedService>().ToList(); // what a host does first when it starts
        _time.Advance(TimeSpan.FromSeconds(90.5));

        var report = await provider.GetRequiredService<HealthReporter>().ReportAsync(CancellationToken.None);

        Assert.Equal(90, report.UptimeS);
    }

    private HealthReporter Reporter(ServingPhase phase, params IHealthProbe[] probes)
    {
        var provider = Provider(probes);
        provider.GetRequiredService<ServingState>().TryAdvance(phase);
        return provider.GetRequiredService<HealthReporter>();
    }

    private ServiceProvider Provider(params IHealthProbe[] probes)
    {
        var services = WebApplication.CreateSlimBuilder().Services
            .AddSingleton<TimeProvider>(_time)
            .AddStreaming(StreamingOptions.ForDevelopment());
        foreach (var probe in probes)
            services.AddSingleton(probe);
        services.AddNodeHealth();
        return services.BuildServiceProvider();
    }

    private static FuncProbe Probe(string name, HealthState state, string? detail = null) =>
        new(name, _ => ValueTask.FromResult(new ProbeResult(state, detail)));

    private sealed class FuncProbe(string name, Func<CancellationToken, ValueTask<ProbeResult>> check) : IHealthProbe
    {
        public string Name => name;

        public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation) => check(cancellation);
    }
}
