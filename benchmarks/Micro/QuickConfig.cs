using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Streaming.Benchmarks.Micro;

/// <summary>
/// Short runs in this process: a few seconds each, good to some per cent, so that all of them are run before a
/// change and after it. For a closer look: <c>--job medium</c>.
/// </summary>
internal sealed class QuickConfig : ManualConfig
{
    public QuickConfig()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddColumnProvider(DefaultColumnProviders.Instance);
        HideColumns(Column.Job, Column.Toolchain, Column.IterationCount, Column.LaunchCount, Column.WarmupCount);
        HideColumns(Column.Gen0, Column.Gen1, Column.Gen2, Column.RatioSD);
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
