using System.Runtime.CompilerServices;
using System.Text;

namespace Streaming.Transport.Filters;

/// <summary>
/// The name of a host in two forms: exact, as browsers read it (small letters, Unicode instead of Punycode, ASCII dots), and as a skeleton, in
/// which names that look alike are the same. Of longer names the last eight labels; a label that is too long to exist is <c>?</c>.
/// </summary>
internal ref struct HostName
{
    /// <summary>Labels that are looked at, from the end.</summary>
    public const int MaxLabels = 8;

    /// <summary>Characters of the longest host as it may be written.</summary>
    public const int MaxWritten = 1024;

    /// <summary>Characters of a buffer for either form.</summary>
    public const int MaxLength = MaxLabels * (MaxLetters * (MaxLabel + 2) + 1);

    // The name system has 63.
    private const int MaxLabel = 64;
    private const int MaxLetters = 4;
    private const string Ace = "xn--";

    private readonly Span<char> _exact;
    private readonly Span<char> _skeleton;
    private int _exactLength;
    private int _skeletonLength;

    private HostName(Span<char> exact, Span<char> skeleton)
    {
        _exact = exact;
        _skeleton = skeleton;
    }

    /// <summary>How many labels it has, those that are not looked at among them.</summary>
    public int LabelCount { get; private set; } = 1;

    public readonly ReadOnlySpan<char> Exact => _exact[.._exactLength];

    public readonly ReadOnlySpan<char> Skeleton => _skeleton[.._skeletonLength];

    /// <param name="written">A host of an address, however it is written; of <see cref="MaxWritten"/> characters at most.</param>
    /// <param name="exact">Of <see cref="MaxLength"/>.</param>
    /// <param name="skeleton">The same.</param>
    [SkipLocalsInit]
    public static HostName Read(scoped ReadOnlySpan<char> written, Span<char> exact, Span<char> skeleton)
    {
        var name = new HostName(exact, skeleton);
        Span<char> unescaped = stackalloc char[MaxWritten];
        if (written.Contains('%'))
            written = Unescape(written, unescaped);
        written = written.Trim(".。．｡");
        foreach (char unit in written)
            name.LabelCount += HostText.IsDot(unit) ? 1 : 0;
        var labels = Tail(written);
        foreach (var label in labels.SplitAny(".。．｡"))
            name.AddLabel(labels[label]);
        return name;
    }

    // Without labels that are not looked at.
    private static ReadOnlySpan<char> Tail(ReadOnlySpan<char> host)
    {
        int start = host.Length;
        for (int labels = 0; labels < MaxLabels && start >= 0; labels++)
            start = host[..start].LastIndexOfAny(".。．｡");
        return host[(start + 1)..];
    }

    private static ReadOnlySpan<char> Unescape(scoped ReadOnlySpan<char> written, Span<char> to)
    {
        Span<byte> bytes = stackalloc byte[3 * MaxWritten];
        int length = 0;
        for (int i = 0; i < written.Length; i++)
        {
            if (written[i] == '%' && i + 2 < written.Length && char.IsAsciiHexDigit(written[i + 1]) && char.IsAsciiHexDigit(written[i + 2]))
            {
                bytes[length++] = (byte)(HexOf(written[i + 1]) << 4 | HexOf(written[i + 2]));
                i += 2;
            }
            else
            {
                bool isPair = char.IsHighSurrogate(written[i]) && i + 1 < written.Length && char.IsLowSurrogate(written[i + 1]);
                length += Encoding.UTF8.GetBytes(written.Slice(i, isPair ? 2 : 1), bytes[length..]);
                i += isPair ? 1 : 0;
            }
        }

        return to[..Encoding.UTF8.GetChars(bytes[..length], to)];
    }

    private static int HexOf(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private void AddLabel(scoped ReadOnlySpan<char> label)
    {
        if (_exactLength > 0)
        {
            _exact[_exactLength++] = '.';
            _skeleton[_skeletonLength++] = '.';
        }

        var (start, skeletonStart) = (_exactLength, _skeletonLength);
        for (int i = 0; i < label.Length;)
        {
            int folded = Folding.Of(label, i, out int length);
            Add(length == 2 ? char.ConvertToUtf32(label[i], label[i + 1]) : label[i], folded);
            i += length;
            if (_exactLength - start <= MaxLabel)
                continue;
            (_exactLength, _skeletonLength) = (start, skeletonStart);
            Add('?', '?');
            return;
        }

        if (_exact[start.._exactLength].StartsWith(Ace))
            Decode(start, skeletonStart);
    }

    private void Decode(int start, int skeletonStart)
    {
        Span<int> points = stackalloc int[MaxLabel + 2];
        int count = Punycode.Decode(_exact[(start + Ace.Length).._exactLength], points);
        if (count == 0)
            return;
        (_exactLength, _skeletonLength) = (start, skeletonStart);
        Span<char> units = stackalloc char[2];
        foreach (int point in points[..count])
        {
            if (!Rune.TryCreate(point, out var rune))
                continue;
            int length = rune.EncodeToUtf16(units);
            Add(point, Folding.Of(units[..length], 0, out _));
        }
    }

    private void Add(int point, int folded)
    {
        if (point is >= 0xFF01 and <= 0xFF5E)
            point -= 0xFEE0;
        if (!IsLeftOutByBrowsers(point))
            Append(_exact, ref _exactLength, ToLower(point));
        if (folded == Folding.Ignored)
            return;
        if (Folding.TryExpand(folded, out string letters))
        {
            letters.CopyTo(_skeleton[_skeletonLength..]);
            _skeletonLength += letters.Length;
            return;
        }

        Append(_skeleton, ref _skeletonLength, folded > Folding.LastNonLetter ? folded : point);
    }

    private static int ToLower(int point) =>
        point < 0x80 ? char.ToLowerInvariant((char)point) : Rune.TryCreate(point, out var rune) ? Rune.ToLowerInvariant(rune).Value : point;

    // Half a surrogate pair is no code point, and part of no name.
    private static void Append(Span<char> to, ref int length, int point)
    {
        if (Rune.TryCreate(point, out var rune))
            length += rune.EncodeToUtf16(to[length..]);
        else
            to[length++] = '?';
    }

    // Unicode Technical Standard 46 maps these to nothing.
    private static bool IsLeftOutByBrowsers(int point) => point
        is 0xAD or 0x200B or 0x2060 or 0xFEFF or 0x2064 or 0x180B or 0x180C or 0x180D or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
