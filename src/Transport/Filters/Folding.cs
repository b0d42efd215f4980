using System.Globalization;

namespace Streaming.Transport.Filters;

/// <summary>
/// What a character is taken for when words and names are compared: without case, diacritics, width and style, a look-alike as the
/// Latin letter that it looks like. Invisible characters are nothing at all. One look at a table for a character of the basic plane.
/// </summary>
internal static class Folding
{
    /// <summary>Not seen: zero-width characters, soft hyphens, marks of direction, variation selectors, combining marks.</summary>
    public const int Ignored = 0;

    /// <summary>Stands between words: punctuation, symbols, emoji.</summary>
    public const int Break = 1;

    /// <summary>White space, line ends among it.</summary>
    public const int Space = 2;

    /// <summary>The greatest value that is no letter or digit.</summary>
    public const int LastNonLetter = Space;

    // Where the table has no letter but a place in Several: of the private use area, which stands for breaks itself.
    private const int FirstSeveral = 0xE000;
    private const int LastSeveral = 0xE0FF;

    private static readonly List<string> Expansions = [];
    private static readonly char[] Table = Build();

    /// <summary>What the character at <paramref name="index"/> is taken for.</summary>
    /// <param name="length">1, or 2 for a surrogate pair. Half a pair is a <see cref="Break"/>.</param>
    /// <returns>One of the constants; else a letter or digit as a code point, or what <see cref="TryExpand"/> takes.</returns>
    public static int Of(ReadOnlySpan<char> text, int index, out int length)
    {
        char unit = text[index];
        length = 1;
        if (!char.IsSurrogate(unit))
            return Table[unit];
        if (index + 1 == text.Length || !char.IsSurrogatePair(unit, text[index + 1]))
            return Break;
        length = 2;
        return AstralFolding.Of(char.ConvertToUtf32(unit, text[index + 1]));
    }

    /// <summary>The same, of a character of the basic plane.</summary>
    public static int Of(char unit) => Table[unit];

    /// <summary>Whether several letters stand for what <see cref="Of(ReadOnlySpan{char},int,out int)"/> returned.</summary>
    public static bool TryExpand(int folded, out string letters)
    {
        letters = "";
        if (folded is < FirstSeveral or > LastSeveral)
            return false;
        letters = Expansions[folded - FirstSeveral];
        return true;
    }

    /// <summary>
    /// Whether it is a word by itself: of scripts that put no spaces between words each character is, and a word of several
    /// is found like a phrase.
    /// </summary>
    public static bool StandsAlone(int folded) => folded >= 0x0E00 && folded
        is <= 0x0EFF or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3041 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Whether it is an ASCII digit, as all decimal digits of the look-alikes are by now.</summary>
    public static bool IsDigit(int folded) => folded is >= '0' and <= '9';

    private static char[] Build()
    {
        var table = new char[char.MaxValue + 1];
        for (int unit = 0; unit < table.Length; unit++)
            table[unit] = (char)Plain((char)unit);
        foreach (string group in Groups(CharacterVariants.One))
            Fill(table, group, group[0]);
        foreach (string group in Groups(CharacterVariants.Several))
        {
            Fill(table, group[..1], (char)(FirstSeveral + Expansions.Count), itself: true);
            Expansions.Add(group[1..]);
        }

        foreach (string group in Groups(LookAlikes.Letters))
            Fill(table, group, group[0]);
        // Letters that came to their base by losing marks look like what the base looks like.
        foreach (string group in Groups(CharacterVariants.One).Where(group => table[group[0]] != group[0] && char.IsLetter(group[0])))
            Fill(table, group, table[group[0]]);
        for (char unit = '\uFF01'; unit <= '\uFF5E'; unit++)
            table[unit] = table[unit - 0xFEE0];
        for (char unit = '\u249C'; unit <= '\u24B5'; unit++)
            table[unit] = (char)('a' + unit - '\u249C');
        return table;
    }

    private static string[] Groups(string groups) => groups.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // In both cases, unless the other one is listed by itself for looking like something else.
    private static void Fill(char[] table, string group, char value, bool itself = false)
    {
        foreach (char one in itself ? group : group[1..])
        {
            table[one] = value;
            foreach (char other in (ReadOnlySpan<char>)[char.ToUpperInvariant(one), char.ToLowerInvariant(one)])
            {
                if (!char.IsAscii(other) && !LookAlikes.Letters.Contains(other, StringComparison.Ordinal))
                    table[other] = value;
            }
        }
    }

    private static int Plain(char unit) => unit switch
    {
        // Fillers of Hangul are letters that nobody sees; the rest has no assigned meaning and is drawn as nothing.
        '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u2065' or (>= '\uFFF0' and <= '\uFFF8') => Ignored,
        // The blank of Braille.
        '\u2800' => Space,
        _ => OfCategory(unit),
    };

    private static int OfCategory(char unit) => CharUnicodeInfo.GetUnicodeCategory(unit) switch
    {
        UnicodeCategory.Format or UnicodeCategory.EnclosingMark => Ignored,
        UnicodeCategory.NonSpacingMark => IsMarkOnLetters(unit) ? Ignored : unit,
        UnicodeCategory.Control => char.IsWhiteSpace(unit) ? Space : Ignored,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Space,
        UnicodeCategory.DecimalDigitNumber => '0' + CharUnicodeInfo.GetDecimalDigitValue(unit),
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber or UnicodeCategory.SpacingCombiningMark => char.ToLowerInvariant(unit),
        _ => Break,
    };

    // In Indic and other scripts marks are vowels, without which words become others; here they are ornament.
    private static bool IsMarkOnLetters(char unit) => unit
        is (>= '\u0300' and <= '\u036F') or (>= '\u0483' and <= '\u0487') or (>= '\u0591' and <= '\u05C7')
        or (>= '\u0610' and <= '\u061A') or (>= '\u064B' and <= '\u065F') or '\u0670' or (>= '\u06D6' and <= '\u06ED')
        or (>= '\u17B4' and <= '\u17B5') or (>= '\u180B' and <= '\u180F') or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u1DC0' and <= '\u1DFF')
        or (>= '\u20D0' and <= '\u20FF') or (>= '\uFE00' and <= '\uFE0F') or (>= '\uFE20' and <= '\uFE2F');
}
