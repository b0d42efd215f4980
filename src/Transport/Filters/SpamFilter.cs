using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>Refuses or flags what looks like spam.</summary>
internal sealed class SpamFilter(LiveSettings settings) : IMessageFilter
{
    private static readonly FilterResult Refusal = FilterResult.Reject(FilterReasons.Spam, "the message looks like spam");
    private static readonly FilterResult Flag = FilterResult.Flag("spam");

    private readonly Live<SpamFilterOptions> _options = settings.Derive(static options => options.Filters.Spam);

    public string Name => "spam";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation)
    {
        var options = _options.Value;
        bool isOn = options is { Enabled: true, Threshold: > 0 } && content.Principal is not { IsBackEnd: true };
        return ValueTask.FromResult(isOn && PointsOf(content) >= options.Threshold
            ? options.Action == SpamAction.Flag ? Flag : Refusal
            : FilterResult.Keep);
    }

    private static int PointsOf(in MessageContent content)
    {
        Span<ulong> seen = stackalloc ulong[SpamScore.BufferLength];
        seen.Clear();
        var score = new SpamScore(seen);
        foreach (var text in content.Text)
            score.Add(text);
        return score.Points;
    }
}
