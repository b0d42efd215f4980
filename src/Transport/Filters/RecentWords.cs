using System.Runtime.CompilerServices;

namespace Streaming.Transport.Filters;

/// <summary>The last words of a text, as many as a phrase may have.</summary>
internal struct RecentWords
{
    private Hashes _hashes;
    private Starts _starts;
    private int _count;

    public void Add(ulong hash, int start)
    {
        int place = (int)((uint)_count++ % WordList.MaxPhrase);
        (_hashes[place], _starts[place]) = (hash, start);
    }

    /// <param name="back">1 is the last one.</param>
    /// <param name="hash">The word.</param>
    /// <param name="start">Where it stands.</param>
    public readonly bool TryGet(int back, out ulong hash, out int start)
    {
        int place = (int)((uint)(_count - back) % WordList.MaxPhrase);
        bool isThere = back <= _count;
        (hash, start) = isThere ? (_hashes[place], _starts[place]) : default;
        return isThere;
    }

    [InlineArray(WordList.MaxPhrase)]
    private struct Hashes
    {
        private ulong _first;
    }

    [InlineArray(WordList.MaxPhrase)]
    private struct Starts
    {
        private int _first;
    }
}
