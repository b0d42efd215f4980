using System.Buffers;

namespace Streaming.Transport.Filters;

/// <summary>What characters mean in and around the name of a host.</summary>
internal static class HostText
{
    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789.");

    private static readonly SearchValues<char> PathEnds = SearchValues.Create(")]},;|*'`’”»）］｝，；｜」』】");

    /// <summary>Characters of the longest IPv6 address with its brackets.</summary>
    public const int MaxBrackets = 64;

    /// <summary>The dots of IDNA, which browsers take for one.</summary>
    public static bool IsDot(char unit) => unit is '.' or '。' or '．' or '｡';

    /// <summary>Browsers take a backslash for a slash.</summary>
    public static bool IsSlash(char unit) => unit is '/' or '\\' or '／' or '＼';

    /// <summary>Whether it ends user, host and port of an address.</summary>
    public static bool EndsAuthority(char unit) => !char.IsAsciiLetterOrDigit(unit) && (IsSlash(unit) || unit is '?' or '#' || EndsAddress(unit));

    /// <summary>Whether it ends an address in text.</summary>
    public static bool EndsAddress(char unit) =>
        !char.IsAsciiLetterOrDigit(unit) && (unit is '<' or '>' or '"' || Folding.Of(unit) == Folding.Space);

    /// <summary>Whether some programs end an address in text there.</summary>
    public static bool MayEndPath(char unit) => !char.IsAsciiLetterOrDigit(unit) && (PathEnds.Contains(unit) || EndsAddress(unit));

    /// <summary>Whether it can be inside a name: a letter or digit, or something that is not seen.</summary>
    public static bool IsInside(char unit) =>
        char.IsSurrogate(unit) || Folding.Of(unit) is Folding.Ignored or > Folding.LastNonLetter || unit is '-' or '_';

    /// <summary>Units of the part of a host that begins here: 1 or 2; 0 if none does.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int at, bool allowsPercent)
    {
        if (char.IsAsciiLetterOrDigit(text[at]))
            return 1;
        int folded = Folding.Of(text, at, out int length);
        if (folded is Folding.Ignored or > Folding.LastNonLetter)
            return allowsPercent || !Folding.StandsAlone(folded) || !IsNarrow(text, at - 1) ? length : 0;
        return IsDot(text[at]) || text[at] is '-' or '_' || allowsPercent && text[at] == '%' ? 1 : 0;
    }

    /// <summary>The same of what ends before <paramref name="at"/>, in running text.</summary>
    public static int LengthBefore(ReadOnlySpan<char> text, int at)
    {
        if (char.IsAsciiLetterOrDigit(text[at - 1]))
            return 1;
        int length = at > 1 && char.IsLowSurrogate(text[at - 1]) && char.IsHighSurrogate(text[at - 2]) ? 2 : 1;
        int folded = Folding.Of(text, at - length, out _);
        if (folded is Folding.Ignored or > Folding.LastNonLetter)
            return Folding.StandsAlone(folded) && IsNarrow(text, at) ? 0 : length;
        return IsDot(text[at - 1]) || text[at - 1] is '-' or '_' ? 1 : 0;
    }

    public static bool HasDot(ReadOnlySpan<char> host) => host.IndexOfAny(".。．｡") >= 0;

    /// <summary>Without dots and what text is decorated with at its ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> host) => host.Trim(".。．｡-_");

    /// <summary>Whether folded text is this ASCII word.</summary>
    public static bool Says(ReadOnlySpan<char> text, string word)
    {
        if (text.Length != word.Length)
            return false;
        for (int i = 0; i < word.Length; i++)
        {
            bool isSame = char.IsAsciiLetter(word[i]) ? Folding.Of(text[i]) == word[i] : text[i] == word[i] || IsDot(text[i]) && word[i] == '.';
            if (!isSame)
                return false;
        }

        return true;
    }

    /// <summary>Digits and dots only, like a version.</summary>
    public static bool IsNumber(ReadOnlySpan<char> host) => !host.ContainsAnyExcept(NumberSigns);

    /// <summary>Four numbers.</summary>
    public static bool IsQuad(ReadOnlySpan<char> host) => host.Count('.') == 3;

    // In scripts without spaces a name in Latin letters may stand between words.
    private static bool IsNarrow(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]);
}
