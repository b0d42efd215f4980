using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Simulation.Checks;

namespace Streaming.Simulation.Stores;

/// <summary>Watches that a term has one owner, and that only the owner of a shard's term writes.</summary>
internal sealed class TermLedger(int shards)
{
    private readonly long[] _fenced = new long[shards];
    private readonly bool[] _sealed = new bool[shards];
    private readonly Dictionary<(ShardId Shard, long Term), NodeId> _named = [];
    private readonly Dictionary<(ShardId Shard, long Term), string> _writers = [];

    public List<Violation> Broken { get; } = [];

    /// <summary>Told when a shard has a new owner.</summary>
    public event Action<ShardId> Moved = static _ => { };

    /// <summary>Told what nodes see.</summary>
    public event Action<DirectoryView> Seen = static _ => { };

    public long Current(ShardId shard) => _fenced[shard.Value];

    public void OnNamed(DirectoryView view)
    {
        Seen(view);
        for (int i = 0; i < view.Owners.Length; i++)
        {
            if (view.Owners[i] is not { } owner)
                continue;

            var key = (new ShardId(i), owner.Term);
            if (_named.TryAdd(key, owner.Node) || _named[key] == owner.Node)
                continue;

            Broken.Add(new Violation.TwoOwnersInOneTerm(key.Item1, owner.Term, _named[key].Value, owner.Node.Value));
        }
    }

    public void OnFenced(string life, ShardId shard, FenceOutcome outcome)
    {
        if (!outcome.IsHeld)
            return;

        OnWriter(life, shard, outcome.Term);
        if (_fenced[shard.Value] > outcome.Term)
            Broken.Add(new Violation.ForeignTerm(shard, outcome.Term, _fenced[shard.Value], life));
        (_fenced[shard.Value], _sealed[shard.Value]) = (outcome.Term, false);
        Moved(shard);
    }

    public void OnSealed(ShardId shard, long term) => _sealed[shard.Value] |= _fenced[shard.Value] == term;

    public void OnWritten(string life, ShardId shard, long term)
    {
        OnWriter(life, shard, term);
        if (_fenced[shard.Value] != term || _sealed[shard.Value])
            Broken.Add(new Violation.ForeignTerm(shard, term, _fenced[shard.Value], life));
    }

    public Image TakeImage() => new([.. _fenced], [.. _sealed]);

    public void GoBackTo(Image image)
    {
        image.Fenced.CopyTo(_fenced);
        image.Sealed.CopyTo(_sealed);
    }

    private void OnWriter(string life, ShardId shard, long term)
    {
        if (!_writers.TryAdd((shard, term), life) && _writers[(shard, term)] != life)
            Broken.Add(new Violation.TwoOwnersInOneTerm(shard, term, _writers[(shard, term)], life));
    }

    internal sealed record Image(ImmutableArray<long> Fenced, ImmutableArray<bool> Sealed);
}
