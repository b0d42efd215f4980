using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>Refuses metadata with members that may not be there, or takes these away.</summary>
internal sealed class MetadataFilter(LiveSettings settings) : IMessageFilter
{
    private static readonly FilterResult Refusal = FilterResult.Reject(FilterReasons.Metadata, "the message has metadata that is not allowed here");

    private readonly Live<MetadataRules> _rules = settings.Derive(static options => new MetadataRules(options.Filters.Metadata));

    public string Name => "metadata";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation) => ValueTask.FromResult(
        !content.Metadata.IsEmpty && _rules.Value is { Enabled: true, AreEmpty: false } rules ? Apply(rules, content) : FilterResult.Keep);

    private static FilterResult Apply(MetadataRules rules, in MessageContent content)
    {
        var members = new JsonMembers(content.Metadata.Span);
        for (int kept = 0; members.MoveNext(); kept++)
        {
            if (rules.Allow(ref members, kept))
                continue;
            return rules.Action == MetadataAction.Reject
                ? Refusal
                : FilterResult.RewriteMetadata(MetadataRules.Without(content.Metadata.Span, rules));
        }

        return FilterResult.Keep;
    }
}
