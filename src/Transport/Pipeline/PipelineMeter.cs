using System.Diagnostics.Metrics;
using System.Text.Json;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>What passes the pipeline and what each stage refuses, for whoever collects metrics: the meter <see cref="Name"/>.</summary>
internal sealed class PipelineMeter
{
    public const string Name = "Streaming.Pipeline";

    private const string Suffix = "Stage";

    private readonly Counter<long> _passed;
    private readonly Counter<long> _refused;

    public PipelineMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _passed = meter.CreateCounter<long>("streaming.pipeline.passed", "{message}", "Requests that all stages let pass");
        _refused = meter.CreateCounter<long>(
            "streaming.pipeline.refused", "{message}", "Requests that a stage refused, by stage, error code and the code of a filter or validator");
    }

    public void CountPassed() => _passed.Add(1);

    /// <param name="stage">As <see cref="NameOf"/> has it.</param>
    /// <param name="error">What the sender is told. Codes only get into the tags: they are few, whatever is sent.</param>
    public void CountRefused(string stage, RequestError error) => _refused.Add(
        1, new("stage", stage), new("code", error.Code.Name()), new("reason", error.Reason));

    /// <summary>What a stage is called in metrics: <c>throttle</c> for <see cref="ThrottleStage"/>.</summary>
    public static string NameOf(IPipelineStage stage)
    {
        string name = stage.GetType().Name;
        if (name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal))
            name = name[..^Suffix.Length];
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
