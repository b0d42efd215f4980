using System.Buffers;
using System.Globalization;
using System.Net;

namespace Streaming.Transport.Validators;

/// <summary>An absolute http or https address, as strict as one that others are to follow should be: with a host, and without a user.</summary>
internal static class WebAddress
{
    private const int MaxLength = 2048;

    // What no address may hold unescaped, by RFC 3986.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \"<>\\^`{|}\u007f");

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength || text.ContainsAny(Forbidden) || text.ContainsAny(HiddenCharacters.Blank))
            return false;
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            text = text[8..];
        else if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            text = text[7..];
        else
            return false;

        int end = text.IndexOfAny('/', '?', '#');
        return IsAuthority(end < 0 ? text : text[..end]);
    }

    private static bool IsAuthority(ReadOnlySpan<char> authority)
    {
        if (authority is ['[', ..])
        {
            int close = authority.IndexOf(']');
            return close > 0 && IPAddress.TryParse(authority[1..close], out _) && IsPort(authority[(close + 1)..]);
        }

        int colon = authority.IndexOf(':');
        return colon < 0
            ? HostName.IsValid(authority)
            : HostName.IsValid(authority[..colon]) && IsPort(authority[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text.Length is >= 2 and <= 6 && text[0] == ':'
            && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
