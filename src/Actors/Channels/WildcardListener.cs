using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Channels;

/// <summary>What one session listens to by patterns. Guarded by <see cref="RoomFeeds"/>, which attaches it to channels as they come.</summary>
/// <param name="mayHear">Whether the session's credentials let it hear a channel.</param>
/// <param name="named">The channels that the session hears by their names: those it does not hear twice.</param>
internal sealed class WildcardListener(ConnectionId connection, IClientSink sink, Func<ChannelId, bool> mayHear, NamedChannels named)
{
    private readonly List<(NamePattern Pattern, ChannelTerms Terms)> _patterns = [];

    public ConnectionId Connection => connection;

    public IClientSink Sink => sink;

    /// <summary>The channels it hears now.</summary>
    public Dictionary<RoomId, WildcardSubscription> Subscriptions { get; } = [];

    public IEnumerable<NamePattern> Patterns => _patterns.Select(static one => one.Pattern);

    public bool HearsByName(ChannelId channel) => named.Has(channel);

    public void Set(NamePattern pattern, ChannelTerms terms)
    {
        Remove(pattern);
        _patterns.Add((pattern, terms));
    }

    public bool Remove(NamePattern pattern) => _patterns.RemoveAll(one => one.Pattern == pattern) > 0;

    /// <summary>What it wants of a channel, over all patterns that match it; null: it does not want, or may not hear, it.</summary>
    public ChannelTerms? TermsFor(ChannelId channel)
    {
        ChannelTerms? all = null;
        foreach ((NamePattern pattern, ChannelTerms its) in _patterns)
        {
            if (!pattern.Matches(channel.Value))
                continue;

            all = all is { } some ? new ChannelTerms(ChannelFilter.Either(some.Filter, its.Filter), some.Echo || its.Echo) : its;
        }

        return all is not null && mayHear(channel) ? all : null;
    }
}
