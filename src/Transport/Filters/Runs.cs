namespace Streaming.Transport.Filters;

/// <summary>
/// A word by its runs of equal letters, so that stretched ones are found: three or more in a row may stand for one or for two, while
/// one is one and two are two. The hash is a sum over the runs, so that another reading of a run is another summand.
/// </summary>
internal struct Runs
{
    /// <summary>Runs of a word that are read both ways; any further is read as one letter. So a word has 16 readings at most.</summary>
    private const int MostOpen = 4;

    private ulong _sum;
    private ulong _difference0, _difference1, _difference2, _difference3;
    private int _open;
    private int _index;
    private int _last;
    private int _length;

    /// <summary>Whether three equal letters stand in a row.</summary>
    public bool IsStretched { get; private set; }

    public void Add(int letter)
    {
        if (letter == _last)
        {
            _length++;
            return;
        }

        Close();
        (_last, _length) = (letter, 1);
    }

    /// <summary>Ends the word. How many readings it has.</summary>
    public int End()
    {
        Close();
        _last = 0;
        return 1 << _open;
    }

    /// <summary>The hash of one reading.</summary>
    public readonly ulong Reading(int which) => _sum
        + ((which & 1) != 0 ? _difference0 : 0) + ((which & 2) != 0 ? _difference1 : 0)
        + ((which & 4) != 0 ? _difference2 : 0) + ((which & 8) != 0 ? _difference3 : 0);

    private void Close()
    {
        if (_last == 0)
            return;
        ulong one = Term(_index, _last, 1);
        ulong two = Term(_index, _last, 2);
        _index++;
        _sum += _length == 2 ? two : one;
        if (_length <= 2)
            return;
        IsStretched = true;
        Open(two - one);
    }

    private void Open(ulong difference)
    {
        switch (_open)
        {
            case 0: _difference0 = difference; break;
            case 1: _difference1 = difference; break;
            case 2: _difference2 = difference; break;
            case 3: _difference3 = difference; break;
            default: return;
        }

        _open = Math.Min(_open + 1, MostOpen);
    }

    private static ulong Term(int index, int letter, int times)
    {
        ulong hash = WordHash.Add(WordHash.Add(WordHash.Add(WordHash.Empty, index), letter), times);
        return hash ^ hash >> 29;
    }
}
