using Streaming.Actors.Ids;
using Streaming.Actors.Time;

namespace Streaming.Actors.Operations;

/// <summary>One question to another node: sent again until it is answered or its time is up.</summary>
internal sealed class PendingQuestion(NodeQuestions questions, NodeId node, NodeQuestion question, long correlation) : WheelEntry
{
    private readonly TaskCompletionSource<NodeAnswer?> _answer = new();

    public NodeId Node => node;

    public NodeQuestion Question => question;

    public long Correlation => correlation;

    public int Sendings { get; set; }

    public Task<NodeAnswer?> Answer => _answer.Task;

    /// <param name="answer">Null: there was none.</param>
    public void End(NodeAnswer? answer) => _answer.TrySetResult(answer);

    protected internal override void OnDue() => questions.SendOrGiveUp(this);
}
