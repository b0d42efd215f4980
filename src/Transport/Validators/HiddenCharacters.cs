using System.Buffers;

namespace Streaming.Transport.Validators;

/// <summary>Characters that cannot be seen.</summary>
internal static class HiddenCharacters
{
    // Soft hyphen, joiners and marks of direction, fillers, selectors of variants. Of those outside the first plane there are more, which
    // are known by their surrogates.
    private const string Invisible =
        "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
        + "\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0"
        + "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f";

    // The controls that are no white space of HTML.
    private const string Controls =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019"
        + "\u001a\u001b\u001c\u001d\u001e\u001f\u007f";

    /// <summary>White space that is none to HTML.</summary>
    private const string WideSpaces =
        "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u2800\u3000";

    /// <summary>What is left out when text is read for attacks.</summary>
    public static readonly SearchValues<char> Dropped = SearchValues.Create(Invisible + Controls);

    public static readonly SearchValues<char> Spaces = SearchValues.Create(WideSpaces);

    /// <summary>What a text of nothing is made of.</summary>
    public static readonly SearchValues<char> Blank = SearchValues.Create(Invisible + Controls + WideSpaces + " \t\n\r\f");

    /// <summary>What <see cref="FoldedText"/> makes something else of, for one reason or another.</summary>
    public static readonly SearchValues<char> Folded = SearchValues.Create(
        Invisible + Controls + WideSpaces + "&\u017f\u212a\u0130\u0131\ufe13\ud835\udb40" + Range('\ufe50', '\ufe6b') + Range('\uff01', '\uff5e'));

    private static string Range(char first, char last) => string.Create(last - first + 1, first, static (to, first) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = (char)(first + i);
    });
}
