using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors.Operations;

/// <summary>What a node says to a <see cref="NodeQuestion"/>. A closed set.</summary>
public abstract record NodeAnswer
{
    private NodeAnswer()
    {
    }

    /// <param name="Found">By id.</param>
    /// <param name="Total">How many there are, named or not.</param>
    public sealed record Sessions(ImmutableArray<SessionSummary> Found, int Total) : NodeAnswer;

    /// <param name="Found">Null when the user is not there.</param>
    public sealed record Presence(UserPresence? Found) : NodeAnswer;

    /// <param name="Found">In the order of the settings.</param>
    public sealed record Webhooks(ImmutableArray<WebhookStatus> Found) : NodeAnswer;

    /// <param name="Connections">That it was done to.</param>
    public sealed record Reached(int Connections) : NodeAnswer;

    /// <summary>Too much of this waits already, or it cannot be known yet whether it can be done. It is not done.</summary>
    public sealed record Busy : NodeAnswer
    {
        public static readonly Busy Instance = new();
    }

    /// <summary>From now on.</summary>
    public sealed record PatternHeard : NodeAnswer
    {
        public static readonly PatternHeard Instance = new();
    }

    /// <param name="Found">By name.</param>
    /// <param name="HasMore">There are others after the last that is named.</param>
    public sealed record Channels(ImmutableArray<ChannelId> Found, bool HasMore) : NodeAnswer;

    /// <summary>It has begun, or had begun before.</summary>
    public sealed record Draining(bool HadBegun) : NodeAnswer;
}
