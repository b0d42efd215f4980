using System.Collections.Concurrent;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>
/// Which channels one session hears by their names now: what a pattern of it brings as well is left out, so that nothing comes twice. Said by the
/// channel's feed, in the turn in which it begins and ends: between two turns of a feed nothing of a channel is given to anybody.
/// </summary>
internal sealed class NamedChannels
{
    // A subscription that takes the place of another may begin before that one ends.
    private readonly ConcurrentDictionary<ChannelId, int> _heard = new();

    public bool Has(ChannelId channel) => !_heard.IsEmpty && _heard.ContainsKey(channel);

    public void Begin(ChannelId channel) => _heard.AddOrUpdate(channel, 1, static (_, count) => count + 1);

    public void End(ChannelId channel)
    {
        // One feed has one turn at a time, so nobody else changes the count of this channel now.
        if (_heard.AddOrUpdate(channel, 0, static (_, count) => count - 1) <= 0)
            _heard.TryRemove(channel, out _);
    }
}
