using System.Runtime.CompilerServices;

namespace Streaming.Transport.Filters;

/// <summary>
/// Finds listed words and phrases in one string. A word is a run of letters and digits, whatever invisible characters stand in it, and is
/// listed or not as a whole: what only contains a listed word is left alone. Besides words as they stand it looks at
/// <list type="bullet">
/// <item>phrases: listed words behind one another, whatever stands between them;</item>
/// <item>spaced letters: three or more single ones with the same gap, of three characters at most (<c>b a d</c>, <c>b.a.d</c>);</item>
/// <item>disguises, in what stands between two spaces (<see cref="WordDisguise"/>).</item>
/// </list>
/// Every character is looked at once, those in disguises some times more.
/// </summary>
internal ref struct WordScanner
{
    private const int MaxGap = 3;

    private readonly WordList _list;
    private readonly ReadOnlySpan<char> _text;
    private readonly List<TextRange>? _all;
    private RecentWords _recent;

    private bool _isInWord;
    private int _start, _end, _letters, _digits, _last, _run, _gap;
    private ulong _hash;

    private int _chainStart, _chainEnd, _chainLength, _chainLetters, _chainGap;
    private ulong _chainHash, _chainHashOfL;

    private int _clusterStart, _clusterWords;
    private bool _isDisguised, _hasOne;

    private WordScanner(WordList list, ReadOnlySpan<char> text, List<TextRange>? all)
    {
        _list = list;
        _text = text;
        _all = all;
    }

    private bool HasFound { get; set; }

    private int Steps { get; set; }

    private readonly bool IsDone => HasFound && _all is null;

    /// <summary>Whether there is a listed word.</summary>
    /// <param name="all">Is given all of them, in no order, overlapping ones too. Null: the first is enough.</param>
    /// <param name="steps">How many characters were looked at, each time counted.</param>
    public static bool Scan(WordList list, ReadOnlySpan<char> text, List<TextRange>? all, out int steps)
    {
        var scanner = new WordScanner(list, text, all);
        scanner.Run();
        steps = scanner.Steps;
        return scanner.HasFound;
    }

    private void Run()
    {
        for (int i = 0; i < _text.Length && !IsDone;)
        {
            if (char.IsAsciiLetter(_text[i]))
            {
                i = OnAsciiLetters(i);
                continue;
            }

            int folded = Folding.Of(_text, i, out int length);
            Steps++;
            if (folded > Folding.LastNonLetter)
                OnLetter(folded, i, i + length);
            else if (folded == Folding.Ignored)
                _end = i + length;
            else
                OnBreak(folded, i);
            i += length;
        }

        EndWord();
        EndChain();
        EndCluster(_text.Length);
    }

    // Most of most texts, so in a loop of its own.
    private int OnAsciiLetters(int start)
    {
        if (!_isInWord)
            BeginWord(start, alone: false);
        var (hash, last, run, i) = (_hash, _last, _run, start);
        bool isStretched = false;
        for (; i < _text.Length && char.IsAsciiLetter(_text[i]); i++)
        {
            int letter = _text[i] | 0x20;
            hash = WordHash.Add(hash, letter);
            run = letter == last ? run + 1 : 1;
            last = letter;
            isStretched |= run > 2;
        }

        Steps += i - start;
        (_hash, _last, _run, _end) = (hash, last, run, i);
        _letters += i - start;
        _isDisguised |= isStretched;
        return i;
    }

    private void OnLetter(int folded, int start, int end)
    {
        bool alone = Folding.StandsAlone(folded);
        if (alone)
            EndWord();
        if (!_isInWord)
            BeginWord(start, alone);
        _hasOne |= folded == '1';
        if (Folding.IsDigit(folded))
            _digits++;
        else if (!HangulFolding.IsWithinSyllable(folded))
            _letters++;
        Feed(folded);
        _end = end;
        if (alone)
            EndWord(alone: true);
    }

    private void OnBreak(int folded, int at)
    {
        EndWord();
        _gap++;
        char sign = WordDisguise.Sign(_text[at]);
        _isDisguised |= sign is '@' or '$' or '€';
        _hasOne |= sign is '!' or '|';
        if (folded == Folding.Space)
            EndCluster(at);
    }

    private void BeginWord(int start, bool alone)
    {
        _isInWord = true;
        (_start, _hash, _letters, _digits, _last, _run) = (start, WordHash.Empty, 0, 0, 0, 0);
        if (!alone && ++_clusterWords > 1)
            _isDisguised = true;
    }

    private void Feed(int folded)
    {
        foreach (int letter in new FoldedLetters(folded))
            FeedOne(letter);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FeedOne(int letter)
    {
        _hash = WordHash.Add(_hash, letter);
        _run = letter == _last ? _run + 1 : 1;
        _last = letter;
        _isDisguised |= _run > 2;
    }

    private void EndWord(bool alone = false)
    {
        if (!_isInWord)
            return;
        _isInWord = false;
        bool isMixed = _digits > 0 && _letters > 0;
        _isDisguised |= isMixed;
        if (_list.HasWord(_hash))
            Report(_start, _end);
        if (_list.PhraseLengths != 0)
            OnPhrase(isMixed ? HashOfMixed() : _hash);
        if (_letters + _digits == 1 && !alone)
            ExtendChain();
        else
            EndChain();
        _gap = 0;
    }

    private void OnPhrase(ulong word)
    {
        _recent.Add(word, _start);
        if (!_list.MayHave(word))
            return;
        ulong phrase = 0;
        for (int words = 1; words <= WordList.MaxPhrase && _list.PhraseLengths >> words != 0; words++)
        {
            if (!_recent.TryGet(words, out ulong hash, out int start))
                return;
            phrase = WordHash.Before(phrase, hash);
            if ((_list.PhraseLengths >> words & 1) != 0 && _list.HasPhrase(phrase))
                Report(start, _end);
        }
    }

    // In phrases digits are letters wherever there are letters, too.
    private ulong HashOfMixed()
    {
        ulong hash = WordHash.Empty;
        for (int i = _start; i < _end;)
        {
            int folded = Folding.Of(_text, i, out int length);
            Steps++;
            i += length;
            if (folded > Folding.LastNonLetter)
                hash = WordHash.AddAll(hash, LetterOf(folded, 'i'));
        }

        return hash;
    }

    private void ExtendChain()
    {
        bool goesOn = _chainLength > 0 && _gap is > 0 and <= MaxGap && (_chainLength == 1 || _gap == _chainGap);
        if (!goesOn)
        {
            EndChain();
            (_chainStart, _chainHash, _chainHashOfL, _chainLetters) = (_start, WordHash.Empty, WordHash.Empty, 0);
        }

        _chainGap = _gap;
        _chainEnd = _end;
        _chainLength++;
        _chainLetters += _letters;
        for (int i = _start; i < _end;)
        {
            int folded = Folding.Of(_text, i, out int length);
            Steps++;
            i += length;
            if (folded <= Folding.LastNonLetter)
                continue;
            _chainHash = WordHash.AddAll(_chainHash, LetterOf(folded, 'i'));
            _chainHashOfL = WordHash.AddAll(_chainHashOfL, LetterOf(folded, 'l'));
        }
    }

    private static int LetterOf(int folded, char one) => LookAlikes.LetterOf(folded, one) is var letter and not '\0' ? letter : folded;

    private void EndChain()
    {
        if (_chainLength > 2 && _chainLetters > 0 && (_list.HasWord(_chainHash) || _list.HasWord(_chainHashOfL)))
            Report(_chainStart, _chainEnd);
        _chainLength = 0;
    }

    private void EndCluster(int end)
    {
        if (_isDisguised && !IsDone)
        {
            var cluster = new WordDisguise(_list, _text[_clusterStart..end], _clusterStart, _all);
            HasFound |= cluster.Find(_hasOne);
            Steps += cluster.Steps;
        }

        (_clusterStart, _clusterWords, _isDisguised, _hasOne) = (end + 1, 0, false, false);
    }

    private void Report(int start, int end)
    {
        HasFound = true;
        _all?.Add(new TextRange(start, end));
    }
}
