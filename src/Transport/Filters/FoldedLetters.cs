namespace Streaming.Transport.Filters;

/// <summary>
/// The letters that a folded character is compared as: those that several stand for, those of a Hangul syllable, or itself. For <c>foreach</c>.
/// </summary>
internal ref struct FoldedLetters
{
    private readonly ReadOnlySpan<char> _several;
    private readonly int _first;
    private readonly int _second;
    private readonly int _third;
    private readonly int _count;
    private int _next;

    /// <param name="folded">As <see cref="Folding"/> gives it.</param>
    public FoldedLetters(int folded)
    {
        (_first, _count) = (folded, 1);
        if (Folding.TryExpand(folded, out string several))
        {
            _several = several;
            _count = several.Length;
        }
        else if (HangulFolding.IsSyllable(folded))
        {
            HangulFolding.Split(folded, out _first, out _second, out _third);
            _count = _third == 0 ? 2 : 3;
        }
    }

    public int Current { get; private set; }

    public readonly FoldedLetters GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next == _count)
            return false;
        Current = !_several.IsEmpty ? _several[_next] : _next switch { 0 => _first, 1 => _second, _ => _third };
        _next++;
        return true;
    }
}
