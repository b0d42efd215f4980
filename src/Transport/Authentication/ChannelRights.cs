using Streaming.Actors.Channels;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>
/// What credentials allow in channels. Of a channel that the settings do not know everything is allowed here: its owner says that
/// there is none.
/// </summary>
internal sealed class ChannelRights(ChannelPolicies policies)
{
    public bool MayHear(Principal principal, ChannelId channel) =>
        policies.Of(channel) is not { } policy || principal.MayHear(channel, policy.IsPrivate);

    /// <summary>Of a pattern nothing has to be asked: of the channels that match it, those are heard that may be heard.</summary>
    public bool MayStillHear(Principal principal, NamePattern name) =>
        name.IsPrefix || !ChannelId.TryParse(name.Start, out var channel) || MayHear(principal, channel);

    public bool MayPublish(Principal principal, ChannelId channel)
    {
        if (policies.Of(channel) is not { } policy)
            return true;
        if (!principal.MayHear(channel, policy.IsPrivate))
            return false;

        return policy.Publishers switch
        {
            ChannelPublishers.Anyone => true,
            ChannelPublishers.Users => principal.Kind != PrincipalKind.Guest,
            ChannelPublishers.Services => principal.PublishesAsService,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
