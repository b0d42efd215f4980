using Streaming.Actors.Limits;
using Streaming.Transport.Throttles;

namespace Streaming.Transport.Settings;

/// <summary>
/// The block <c>RateLimit:Actions</c>: what one action is held to for each user, beside the rates that hold for all messages and for all other
/// requests. Null is nothing beside these.
/// </summary>
public sealed class RateLimitActions
{
    private readonly RateLimit?[] _limits = new RateLimit?[LimitedActions.Count];

    public RateLimitActions() => PresenceUpdate = new RateLimit(PerSecond: 1, Burst: 20, PerMinute: 0);

    /// <summary>Of one action.</summary>
    public RateLimit? this[LimitedAction action]
    {
        get => _limits[(int)action];
        set => _limits[(int)action] = value;
    }

    /// <summary>Messages, edits, reactions and the like.</summary>
    public RateLimit? MessageSend { get => this[LimitedAction.MessageSend]; set => this[LimitedAction.MessageSend] = value; }

    public RateLimit? RoomJoin { get => this[LimitedAction.RoomJoin]; set => this[LimitedAction.RoomJoin] = value; }

    public RateLimit? RoomLeave { get => this[LimitedAction.RoomLeave]; set => this[LimitedAction.RoomLeave] = value; }

    public RateLimit? ChannelSubscribe { get => this[LimitedAction.ChannelSubscribe]; set => this[LimitedAction.ChannelSubscribe] = value; }

    public RateLimit? PresenceUpdate { get => this[LimitedAction.PresenceUpdate]; set => this[LimitedAction.PresenceUpdate] = value; }

    /// <summary>Looking at others, and watching them.</summary>
    public RateLimit? PresenceWatch { get => this[LimitedAction.PresenceWatch]; set => this[LimitedAction.PresenceWatch] = value; }

    public RateLimit? Typing { get => this[LimitedAction.Typing]; set => this[LimitedAction.Typing] = value; }

    public RateLimit? History { get => this[LimitedAction.History]; set => this[LimitedAction.History] = value; }

    /// <summary>Read markers.</summary>
    public RateLimit? Read { get => this[LimitedAction.Read]; set => this[LimitedAction.Read] = value; }

    public RateLimit? Moderate { get => this[LimitedAction.Moderate]; set => this[LimitedAction.Moderate] = value; }

    public RateLimit? Signal { get => this[LimitedAction.Signal]; set => this[LimitedAction.Signal] = value; }

    /// <summary>What is asked over REST alone.</summary>
    public RateLimit? Manage { get => this[LimitedAction.Manage]; set => this[LimitedAction.Manage] = value; }
}
