using System.Collections.Concurrent;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Time;

namespace Streaming.Actors.Operations;

/// <summary>
/// Questions of operators from node to node. The link may lose a message, so a question is sent a few times before its node
/// counts as one that does not answer.
/// </summary>
public sealed class NodeQuestions
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>With a second between them: a node that is only busy or in between two connections has three seconds.</summary>
    private const int MaxSendings = 3;

    private readonly IPeerLink _link;
    private readonly TimingWheel _wheel;
    private readonly NodeWitness _witness;
    private readonly ConcurrentDictionary<long, PendingQuestion> _pending = new();
    private long _correlations;

    internal NodeQuestions(IPeerLink link, TimingWheel wheel, NodeWitness witness) => (_link, _wheel, _witness) = (link, wheel, witness);

    /// <summary>
    /// An operator wants this node drained, and, if true, its process ended then. May be raised again. Handlers must not block.
    /// </summary>
    public event Action<bool> DrainAsked
    {
        add => _witness.DrainAsked += value;
        remove => _witness.DrainAsked -= value;
    }

    /// <param name="close">Closes the connections of a login that has ended, and says how many there were. Must not block.</param>
    public void OnLoginEnded(Func<string, int> close) => _witness.LoginEnded = close;

    /// <returns>Null when the node did not answer.</returns>
    public Task<NodeAnswer?> AskAsync(NodeId node, NodeQuestion question)
    {
        if (node == _link.Self)
            return Task.FromResult<NodeAnswer?>(_witness.Answer(question));

        var pending = new PendingQuestion(this, node, question, Interlocked.Increment(ref _correlations));
        _pending[pending.Correlation] = pending;
        SendOrGiveUp(pending);
        return pending.Answer;
    }

    internal void OnAsked(NodeId from, AskNode asked) =>
        _link.Send(from, new AnswerNode(asked.Correlation, _witness.Answer(asked.Question)));

    internal void OnAnswered(AnswerNode answered)
    {
        if (!_pending.TryRemove(answered.Correlation, out PendingQuestion? pending))
            return;

        _wheel.Cancel(pending);
        pending.End(answered.Answer);
    }

    internal void SendOrGiveUp(PendingQuestion pending)
    {
        if (++pending.Sendings > MaxSendings)
        {
            if (_pending.TryRemove(pending.Correlation, out _))
                pending.End(answer: null);
            return;
        }

        // Before it is sent: the answer may come before Send returns, and has to find something to cancel.
        _wheel.Schedule(pending, RetryDelay);
        _link.Send(pending.Node, new AskNode(pending.Correlation, pending.Question));
    }
}
