using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>What each channel is like: the first pattern that matches its id says so, and one that no pattern matches does not exist.</summary>
public sealed class ChannelPolicies(ImmutableArray<ChannelPolicy> all)
{
    /// <summary>Every name is a public channel that keeps nothing, and users may publish.</summary>
    public static readonly ChannelPolicies Default = new([new ChannelPolicy(NamePattern.All)]);

    public ImmutableArray<ChannelPolicy> All { get; } = all;

    /// <summary>Null: there is no such channel.</summary>
    public ChannelPolicy? Of(ChannelId channel)
    {
        foreach (ChannelPolicy policy in All)
        {
            if (policy.Pattern.Matches(channel.Value))
                return policy;
        }

        return null;
    }

    /// <summary>Whether the room hosts a channel that has no log.</summary>
    public bool HasNoLog(RoomId room) => ChannelId.Of(room) is { } channel && Of(channel) is not { IsPersistent: true };
}
