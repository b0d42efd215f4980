using System.Collections.Immutable;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors.Operations;

/// <summary>Answers what operators ask of this node.</summary>
/// <param name="channels">Those that are in memory here.</param>
internal sealed class NodeWitness(
    SessionHost sessions, PresenceHost presence, NoticeBoard notices, PatternAudience patterns, Func<IEnumerable<ChannelId>> channels,
    WebhookHost? webhooks = null)
{
    private int _drainAsked;

    /// <summary>An operator wants this node drained, and, if true, its process ended then. Handlers must not block.</summary>
    public event Action<bool> DrainAsked = static _ => { };

    /// <summary>Closes the connections of a login that has ended, and says how many there were. Must not block.</summary>
    public Func<string, int> LoginEnded { get; set; } = static _ => 0;

    public NodeAnswer Answer(NodeQuestion question) => question switch
    {
        NodeQuestion.FindSessions find => Find(find),
        NodeQuestion.FindPresence find => new NodeAnswer.Presence(presence.Find(find.User)),
        NodeQuestion.SetPresence set => presence.Set(set),
        NodeQuestion.BeginDrain drain => BeginDrain(drain),
        NodeQuestion.FindWebhooks => new NodeAnswer.Webhooks(webhooks?.Describe() ?? []),
        NodeQuestion.Tell tell => notices.Post(tell.Notice) is { } connections ? new NodeAnswer.Reached(connections) : NodeAnswer.Busy.Instance,
        NodeQuestion.Expel expel => new NodeAnswer.Reached(sessions.Expel(expel.User, expel.Reason)),
        NodeQuestion.EndLogin end => new NodeAnswer.Reached(LoginEnded(end.Login)),
        NodeQuestion.HearPattern hear => Hear(hear),
        NodeQuestion.FindChannels find => Find(find),
        _ => throw new InvalidOperationException($"A node does not answer {question.GetType().Name}."),
    };

    private NodeAnswer.Sessions Find(NodeQuestion.FindSessions question)
    {
        ImmutableArray<ClientSession> found = [.. sessions.Find(question.User, question.Session)];
        return new NodeAnswer.Sessions([.. found.Take(question.Limit).Select(one => one.Summarize())], found.Length);
    }

    private NodeAnswer.PatternHeard Hear(NodeQuestion.HearPattern question)
    {
        patterns.Hear(question.Node, [question.Start]);
        return NodeAnswer.PatternHeard.Instance;
    }

    private NodeAnswer.Channels Find(NodeQuestion.FindChannels question)
    {
        ImmutableArray<ChannelId> found =
        [
            .. channels()
                .Where(channel => string.CompareOrdinal(channel.Value, question.After) > 0)
                .OrderBy(static channel => channel.Value, StringComparer.Ordinal)
                .Take(question.Limit + 1),
        ];
        return new NodeAnswer.Channels([.. found.Take(question.Limit)], found.Length > question.Limit);
    }

    private NodeAnswer.Draining BeginDrain(NodeQuestion.BeginDrain question)
    {
        // Raised again too: the second may want more than the first, namely the end of the process.
        DrainAsked(question.ThenStop);
        return new NodeAnswer.Draining(HadBegun: Interlocked.Exchange(ref _drainAsked, 1) == 1);
    }
}
