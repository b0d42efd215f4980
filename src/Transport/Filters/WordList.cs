using System.Collections.Frozen;
using System.Numerics;

namespace Streaming.Transport.Filters;

/// <summary>Words and phrases that are looked for, folded (<see cref="Folding"/>) and hashed. Never changes.</summary>
internal sealed class WordList
{
    /// <summary>Words of the longest phrase; of scripts without spaces between words, characters.</summary>
    public const int MaxPhrase = 16;

    // What most words are not: 16 bits for each entry, of which its hash sets one.
    private readonly ulong[] _marks;
    private readonly FrozenSet<ulong> _words;
    private readonly FrozenSet<ulong> _stretched;
    private readonly FrozenSet<ulong> _phrases;

    public WordList(IReadOnlyCollection<ListedWord> entries)
    {
        _words = entries.Where(static entry => entry.Words == 1).Select(static entry => entry.Hash).ToFrozenSet();
        _stretched = entries.Where(static entry => entry.Words == 1).Select(static entry => entry.ByRuns).ToFrozenSet();
        _phrases = entries.Where(static entry => entry.Words > 1).Select(static entry => entry.Hash).ToFrozenSet();
        _marks = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, entries.Count / 4))];
        foreach (var entry in entries)
            Mark(entry.LastWord);

        PhraseLengths = entries.Where(static entry => entry.Words > 1).Aggregate(0, static (lengths, entry) => lengths | 1 << entry.Words);
    }

    public static WordList Empty { get; } = new([]);

    public bool IsEmpty => _words.Count == 0 && _phrases.Count == 0;

    /// <summary>Bit n is set if there are phrases of n words.</summary>
    public int PhraseLengths { get; }

    /// <summary>Whether the word may be listed, or the last of a phrase; most words may not.</summary>
    public bool MayHave(ulong hash) => (_marks[(int)(hash >> 32) & (_marks.Length - 1)] >> (int)(hash & 63) & 1) != 0;

    public bool HasWord(ulong hash) => MayHave(hash) && _words.Contains(hash);

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

    private void Mark(ulong hash) => _marks[(int)(hash >> 32) & (_marks.Length - 1)] |= 1UL << (int)(hash & 63);
}
