using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>Refuses messages with too many mentions or emoji, or one character too often in a row.</summary>
internal sealed class CountFilter(LiveSettings settings) : IMessageFilter
{
    private static readonly FilterResult Mentions = FilterResult.Reject(FilterReasons.Mentions, "the message mentions more users than is allowed here");
    private static readonly FilterResult Emoji = FilterResult.Reject(FilterReasons.Emoji, "the message has more emoji than are allowed here");
    private static readonly FilterResult Repeated = FilterResult.Reject(FilterReasons.Repeated, "the message repeats a character more often than is allowed here");

    private readonly Live<CountFilterOptions> _options = settings.Derive(static options => options.Filters.Counts);

    public string Name => "counts";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation) => ValueTask.FromResult(
        _options.Value is { Enabled: true } options && content.Principal is not { IsBackEnd: true } ? Apply(options, content) : FilterResult.Keep);

    private static FilterResult Apply(CountFilterOptions options, in MessageContent content)
    {
        int mentions = 0, emoji = 0;
        foreach (var text in content.Text)
        {
            if (options.MaxMentions > 0 && (mentions += TextCounts.Mentions(text)) > options.MaxMentions)
                return Mentions;
            if (options.MaxEmoji > 0 && (emoji += TextCounts.Emoji(text)) > options.MaxEmoji)
                return Emoji;
            if (options.MaxRepeated > 0 && TextCounts.LongestRun(text) > options.MaxRepeated)
                return Repeated;
        }

        return FilterResult.Keep;
    }
}
