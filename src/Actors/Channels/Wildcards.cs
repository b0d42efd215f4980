using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Channels;

/// <summary>
/// Which patterns this node's clients listen to, and the word of it to every node: any of them may come to own a channel that matches. A new
/// pattern is asked to be heard, and asked again until it is; then it is said again every <see cref="RenewalInterval"/>, at once to a node that
/// has come or has missed something, and never again when nobody listens any more.
/// </summary>
internal sealed class Wildcards : WheelEntry
{
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(10);

    /// <summary>Of one node. They are said to all others again and again.</summary>
    private const int MaxPatterns = 10_000;

    private const int PerMessage = 500;

    private readonly NodeId _self;
    private readonly ShardKeeper _keeper;
    private readonly IPeerLink _link;
    private readonly PatternAudience _audience;
    private readonly Func<NodeId, NodeQuestion, Task<NodeAnswer?>> _ask;
    private readonly TimingWheel _wheel;
    private readonly Lock _gate = new();

    /// <summary>How many sessions listen, by what the names begin with.</summary>
    private readonly SortedDictionary<string, int> _listeners = new(StringComparer.Ordinal);

    public Wildcards(
        IPeerLink link, ShardKeeper keeper, PatternAudience audience, Func<NodeId, NodeQuestion, Task<NodeAnswer?>> ask, TimingWheel wheel)
    {
        (_self, _link, _keeper, _audience, _ask, _wheel) = (link.Self, link, keeper, audience, ask, wheel);
        keeper.Changed += OnChanged;
    }

    /// <summary>
    /// One session more listens. Completes when all nodes have heard of it, or do not answer: what is published after that reaches this node.
    /// </summary>
    /// <returns>False when there are as many patterns as there may be; then nothing has changed.</returns>
    public async ValueTask<bool> TryAddAsync(NamePattern pattern)
    {
        lock (_gate)
        {
            bool isKnown = _listeners.TryGetValue(pattern.Start, out int count);
            if (!isKnown && _listeners.Count >= MaxPatterns)
                return false;

            _listeners[pattern.Start] = count + 1;
            if (_listeners.Count == 1 && !isKnown)
                _wheel.Schedule(this, RenewalInterval);
        }

        // Also for one that is known: whoever made it known may still wait for the answers.
        _audience.Hear(_self, [pattern.Start]);
        await Task.WhenAll(Others().Select(node => _ask(node, new NodeQuestion.HearPattern(_self, pattern.Start))));
        return true;
    }

    public void Remove(NamePattern pattern)
    {
        lock (_gate)
        {
            if (--_listeners[pattern.Start] > 0)
                return;

            _listeners.Remove(pattern.Start);
            if (_listeners.Count == 0)
                _wheel.Cancel(this);

            // Under the gate, so that it cannot overtake the word of a session that has just come.
            _audience.Forget(_self, pattern.Start);
            foreach (NodeId node in Others())
                _link.Send(node, new PatternDropped(pattern.Start));
        }
    }

    /// <summary>That node may not have heard of them.</summary>
    public void TellAgain(NodeId node)
    {
        foreach (string[] starts in InPieces())
            _link.Send(node, new PatternsListened([.. starts]));
    }

    protected internal override void OnDue()
    {
        string[][] pieces = InPieces();
        if (pieces.Length == 0)
            return;

        foreach (string[] starts in pieces)
        {
            _audience.Hear(_self, starts);
            foreach (NodeId node in Others())
                _link.Send(node, new PatternsListened([.. starts]));
        }

        lock (_gate)
        {
            if (_listeners.Count > 0)
                _wheel.Schedule(this, RenewalInterval);
        }
    }

    private void OnChanged(ShardMap before, ShardMap now)
    {
        foreach (ClusterMember gone in before.Members.Where(member => !now.HasMember(member.Node)))
            _audience.Forget(gone.Node);
        foreach (ClusterMember come in now.Members.Where(member => member.Node != _self && !before.HasMember(member.Node)))
            TellAgain(come.Node);
    }

    private IEnumerable<NodeId> Others() => _keeper.Current.Members.Select(static member => member.Node).Where(node => node != _self);

    private string[][] InPieces()
    {
        lock (_gate)
            return [.. _listeners.Keys.Chunk(PerMessage)];
    }
}
