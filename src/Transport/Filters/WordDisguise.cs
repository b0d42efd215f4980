namespace Streaming.Transport.Filters;

/// <summary>
/// Looks for listed words in what stands between two spaces, where letters are written as something else: digits and signs (<c>b4d</c>,
/// <c>b@d</c>), single separators inside a word (<c>ba-d</c>), stretched letters (<c>baaad</c>). It is read four times at most: with and
/// without joining, 1 as i and as l.
/// </summary>
internal ref struct WordDisguise(WordList list, ReadOnlySpan<char> text, int offset, List<TextRange>? all)
{
    private readonly WordList _list = list;
    private readonly ReadOnlySpan<char> _text = text;
    private readonly int _offset = offset;
    private readonly List<TextRange>? _all = all;

    private int _start = -1;
    private int _end, _letters;
    private bool _isSeparated, _hasFound;
    private ulong _hash;
    private Runs _runs;

    public int Steps { get; private set; }

    /// <summary>A sign without its width.</summary>
    public static char Sign(char unit) => unit is >= '\uFF01' and <= '\uFF5E' ? (char)(unit - 0xFEE0) : unit;

    /// <param name="hasOne">Whether something stands in it that can be an i and an l.</param>
    public bool Find(bool hasOne)
    {
        Read('i', joins: false);
        Read('i', joins: true);
        if (!hasOne)
            return _hasFound;
        Read('l', joins: false);
        Read('l', joins: true);
        return _hasFound;
    }

    private void Read(char one, bool joins)
    {
        for (int i = 0; i < _text.Length;)
        {
            int folded = Folding.Of(_text, i, out int length);
            Steps++;
            if (folded == Folding.Ignored)
                _end = _isSeparated ? _end : i + length;
            else if (LetterOf(folded, i, one) is var letter and not 0)
                Add(letter, isLetter: folded > Folding.LastNonLetter && !Folding.IsDigit(folded), i, i + length);
            else
                Separate(joins, i);
            i += length;
        }

        EndWord();
    }

    private void Add(int letter, bool isLetter, int start, int end)
    {
        if (_start < 0)
            (_start, _hash, _letters, _runs) = (start, WordHash.Empty, 0, default);
        _isSeparated = false;
        _end = end;
        _letters += isLetter ? 1 : 0;
        foreach (int one in new FoldedLetters(letter))
        {
            _hash = WordHash.Add(_hash, one);
            _runs.Add(one);
        }
    }

    // One separator may be inside a word, but an apostrophe never is: he'll is not hell.
    private void Separate(bool joins, int at)
    {
        if (joins && _start >= 0 && !_isSeparated && _text[at] is not '\'' and not '’')
            _isSeparated = true;
        else
            EndWord();
    }

    private void EndWord()
    {
        if (_start >= 0 && _letters > 0 && (_list.HasWord(_hash) || _list.HasStretched(ref _runs)))
        {
            _hasFound = true;
            _all?.Add(new TextRange(_offset + _start, _offset + _end));
        }

        (_start, _isSeparated) = (-1, false);
    }

    // 0 for what separates.
    private readonly int LetterOf(int folded, int at, char one)
    {
        if (Folding.IsDigit(folded))
            return LookAlikes.LetterOf(folded, one) is var letter and not '\0' ? letter : folded;
        if (folded > Folding.LastNonLetter)
            return Folding.StandsAlone(folded) ? 0 : folded;
        char sign = Sign(_text[at]);
        bool stands = sign is '@' or '$' or '€'
            ? IsPartOfWord(at - 1) || IsPartOfWord(at + 1)
            : sign is '!' or '|' or '+' && IsPartOfWord(at - 1) && IsPartOfWord(at + 1);
        return stands ? LookAlikes.LetterOf(sign, one) : 0;
    }

    private readonly bool IsPartOfWord(int at) => at >= 0 && at < _text.Length
        && (char.IsSurrogate(_text[at]) || Folding.Of(_text[at]) is Folding.Ignored or > Folding.LastNonLetter || Sign(_text[at]) is '@' or '$');
}
