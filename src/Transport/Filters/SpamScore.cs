using System.Numerics;

namespace Streaming.Transport.Filters;

/// <summary>
/// How much a message looks like spam: a sum of points, each of a sign that a person would point at.
/// <list type="table">
/// <item><term>shouting</term><description>25 where at least 12 letters have a case and 70 % of them are capitals</description></item>
/// <item><term>links</term><description>15 each, 60 at most</description></item>
/// <item><term>a character in a row</term><description>15 from 6 times, 30 from 12 times</description></item>
/// <item><term>words again</term><description>60 × the share of words, by the spaces between them, that were there before; of at least 6, the first 1,000</description></item>
/// <item><term>mentions</term><description>5 each, 25 at most</description></item>
/// <item><term>emoji</term><description>3 each from the fourth on, 25 at most</description></item>
/// </list>
/// </summary>
internal ref struct SpamScore(Span<ulong> seen)
{
    /// <summary>Words of the buffer that the score needs, cleared: 16,384 bits, of which 1,000 different words set 6 % at most.</summary>
    public const int BufferLength = 256;

    private const int MaxWords = 1000;

    private readonly Span<ulong> _seen = seen;
    private int _letters, _capitals, _links, _longestRun, _words, _again, _mentions, _emoji;

    public readonly int Points =>
        (_letters >= 12 && 10L * _capitals >= 7L * _letters ? 25 : 0)
        + Math.Min(60, 15 * _links)
        + (_longestRun >= 12 ? 30 : _longestRun >= 6 ? 15 : 0)
        + (_words >= 6 ? 60 * _again / _words : 0)
        + Math.Min(25, 5 * _mentions)
        + Math.Clamp(3 * (_emoji - 3), 0, 25);

    /// <summary>Takes one string of a message in.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        _longestRun = Math.Max(_longestRun, TextCounts.LongestRun(text));
        _mentions += TextCounts.Mentions(text);
        _emoji += TextCounts.Emoji(text);
        var links = new LinkScanner(text);
        while (links.MoveNext())
            _links += links.IsLink ? 1 : 0;
        AddWords(text);
    }

    private void AddWords(ReadOnlySpan<char> text)
    {
        ulong hash = WordHash.Empty;
        for (int i = 0; i < text.Length;)
        {
            if (char.IsUpper(text[i]))
                _capitals++;
            if (char.IsUpper(text[i]) || char.IsLower(text[i]))
                _letters++;
            int folded = Folding.Of(text, i, out int length);
            i += length;
            if (folded > Folding.LastNonLetter)
                hash = WordHash.Add(hash, folded);
            else if (folded == Folding.Space)
                EndWord(ref hash);
        }

        EndWord(ref hash);
    }

    private void EndWord(ref ulong hash)
    {
        if (hash != WordHash.Empty && _words < MaxWords)
        {
            _words++;
            int bit = (int)(BitOperations.RotateLeft(hash, 17) % (64 * BufferLength));
            ulong mask = 1UL << (bit & 63);
            if ((_seen[bit >> 6] & mask) != 0)
                _again++;
            _seen[bit >> 6] |= mask;
        }

        hash = WordHash.Empty;
    }
}
