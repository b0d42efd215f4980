using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>Refuses too many links, and those that lead where they may not.</summary>
internal sealed class LinkFilter(LiveSettings settings) : IMessageFilter, ISeesRemarks
{
    private static readonly FilterResult TooMany = FilterResult.Reject(FilterReasons.Urls, "the message has more links than are allowed here");
    private static readonly FilterResult Elsewhere = FilterResult.Reject(FilterReasons.Domain, "the message leads to a domain that is not allowed here");

    private readonly Live<LinkRules> _rules = settings.Derive(static options => new LinkRules(options.Filters.Links));

    public string Name => "links";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation) =>
        ValueTask.FromResult(_rules.Value is { Enabled: true, AreEmpty: false } rules ? Apply(rules, content) : FilterResult.Keep);

    private static FilterResult Apply(LinkRules rules, in MessageContent content)
    {
        int max = rules.MaxUrls == 0 || content.IsRemark || content.Principal is { IsBackEnd: true } ? int.MaxValue : rules.MaxUrls;
        int count = 0;
        foreach (var text in content.Text)
        {
            var links = new LinkScanner(text);
            while (links.MoveNext())
            {
                if (rules.Refuse(links.Host, links.IsLink))
                    return Elsewhere;
                if (links.IsLink && ++count > max)
                    return TooMany;
            }

            if (!rules.Blocked.IsEmpty && BrokenAddresses.Name(text, rules.Blocked))
                return Elsewhere;
        }

        return FilterResult.Keep;
    }
}
