using System.Globalization;

namespace Streaming.Transport.Validators;

/// <summary>A character reference of HTML: those by number, and those names by which markup and addresses can be written.</summary>
internal static class HtmlEntity
{
    private const char Unknown = '\ufffd';

    // Names that browsers take without the semicolon, too, whatever follows.
    private static readonly (string Name, char Character)[] Bare = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"'), ("nbsp", ' '), ("shy", '\0')];

    private static readonly (string Name, char Character)[] Closed =
    [
        ("colon;", ':'), ("equals;", '='), ("apos;", '\''), ("tab;", '\t'), ("newline;", '\n'), ("lpar;", '('), ("rpar;", ')'), ("sol;", '/'),
        ("bsol;", '\\'), ("semi;", ';'), ("period;", '.'), ("comma;", ','), ("percnt;", '%'), ("grave;", '`'), ("lsqb;", '['), ("lowbar;", '_'),
        ("num;", '#'), ("excl;", '!'), ("zerowidthspace;", '\0'),
    ];

    /// <param name="text">Begins with an ampersand.</param>
    /// <returns>How many characters it takes; 1, and the ampersand, if it is none.</returns>
    public static int Read(ReadOnlySpan<char> text, out char character)
    {
        character = '&';
        var rest = text[1..];
        if (rest is ['#', ..])
            return ReadNumber(text, ref character);

        if (rest.IsEmpty || !char.IsAsciiLetter(rest[0]))
            return 1;
        char first = (char)(rest[0] | 0x20);
        foreach (var (name, meant) in Bare)
        {
            if (name[0] != first || !rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            character = meant;
            return 1 + name.Length + (rest.Length > name.Length && rest[name.Length] == ';' ? 1 : 0);
        }

        foreach (var (name, meant) in Closed)
        {
            if (name[0] != first || !rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            character = meant;
            return 1 + name.Length;
        }

        return 1;
    }

    // Any number of leading zeros, and the semicolon is optional.
    private static int ReadNumber(ReadOnlySpan<char> text, ref char character)
    {
        bool isHex = text.Length > 2 && text[2] is 'x' or 'X';
        int start = isHex ? 3 : 2, i = start, number = 0;
        while (i < text.Length && (isHex ? char.IsAsciiHexDigit(text[i]) : char.IsAsciiDigit(text[i])))
        {
            int digit = CharUnicodeInfo.GetDecimalDigitValue(text[i]) is >= 0 and var value ? value : (text[i] | 0x20) - 'a' + 10;
            number = number > 0x10ffff ? number : number * (isHex ? 16 : 10) + digit;
            i++;
        }

        if (i == start)
            return 1;
        character = number is > 0 and <= 0xffff ? (char)number : FromPlane(number);
        return i < text.Length && text[i] == ';' ? i + 1 : i;
    }

    // What is not seen at all, and the mathematical letters; see FoldedText.
    private static char FromPlane(int number) => number switch
    {
        0 => '\0',
        >= 0x1d400 and < 0x1d400 + (13 * 52) => (char)('a' + ((number - 0x1d400) % 26)),
        >= 0xe0000 and <= 0xe01ef => '\0',
        _ => Unknown,
    };
}
