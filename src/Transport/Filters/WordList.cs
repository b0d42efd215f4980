using System.Collections.Frozen;

namespace Streaming.Transport.Filters;

/// <summary>Words and phrases that are looked for, folded (<see cref="Folding"/>) and hashed. Never changes.</summary>
internal sealed class WordList
{
    /// <summary>Words of the longest phrase; of scripts without spaces between words, characters.</summary>
    public const int MaxPhrase = 16;

    private readonly FrozenSet<ulong> _words;
    private readonly FrozenSet<ulong> _stretched;
    private readonly FrozenSet<ulong> _phrases;

    public WordList(IReadOnlyCollection<ListedWord> entries)
    {
        _words = entries.Where(static entry => entry.Words == 1).Select(static entry => entry.Hash).ToFrozenSet();
        _stretched = entries.Where(static entry => entry.Words == 1).Select(static entry => entry.ByRuns).ToFrozenSet();
        _phrases = entries.Where(static entry => entry.Words > 1).Select(static entry => entry.Hash).ToFrozenSet();
        PhraseLengths = entries.Where(static entry => entry.Words > 1).Aggregate(0, static (lengths, entry) => lengths | 1 << entry.Words);
    }

    public static WordList Empty { get; } = new([]);

    public bool IsEmpty => _words.Count == 0 && _phrases.Count == 0;

    /// <summary>Bit n is set if there are phrases of n words.</summary>
    public int PhraseLengths { get; }

    public bool HasWord(ulong hash) => _words.Contains(hash);

    public bool HasPhrase(ulong hash) => _phrases.Contains(hash);

    /// <summary>Whether some reading of a stretched word is listed.</summary>
    public bool HasStretched(ref Runs runs)
    {
        int readings = runs.End();
        if (!runs.IsStretched)
            return false;
        for (int which = 0; which < readings; which++)
        {
            if (_stretched.Contains(runs.Reading(which)))
                return true;
        }

        return false;
    }
}
