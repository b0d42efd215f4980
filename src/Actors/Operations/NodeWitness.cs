using System.Collections.Immutable;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors.Operations;

/// <summary>Answers what operators ask of this node.</summary>
internal sealed class NodeWitness(SessionHost sessions, PresenceHost presence, NoticeBoard notices, WebhookHost? webhooks = null)
{
    private int _drainAsked;

    /// <summary>An operator wants this node drained, and, if true, its process ended then. Handlers must not block.</summary>
    public event Action<bool> DrainAsked = static _ => { };

    public NodeAnswer Answer(NodeQuestion question) => question switch
    {
        NodeQuestion.FindSessions find => Find(find),
        NodeQuestion.FindPresence find => new NodeAnswer.Presence(presence.Find(find.User)),
        NodeQuestion.BeginDrain drain => BeginDrain(drain),
        NodeQuestion.FindWebhooks => new NodeAnswer.Webhooks(webhooks?.Describe() ?? []),
        NodeQuestion.Tell tell => notices.Post(tell.Notice) is { } connections ? new NodeAnswer.Reached(connections) : NodeAnswer.Busy.Instance,
        NodeQuestion.Expel expel => new NodeAnswer.Reached(sessions.Expel(expel.User, expel.Reason)),
        _ => throw new InvalidOperationException($"A node does not answer {question.GetType().Name}."),
    };

    private NodeAnswer.Sessions Find(NodeQuestion.FindSessions question)
    {
        ImmutableArray<ClientSession> found = [.. sessions.Find(question.User, question.Session)];
        return new NodeAnswer.Sessions([.. found.Take(question.Limit).Select(one => one.Summarize())], found.Length);
    }

    private NodeAnswer.Draining BeginDrain(NodeQuestion.BeginDrain question)
    {
        // Raised again too: the second may want more than the first, namely the end of the process.
        DrainAsked(question.ThenStop);
        return new NodeAnswer.Draining(HadBegun: Interlocked.Exchange(ref _drainAsked, 1) == 1);
    }
}
