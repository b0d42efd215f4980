using System.Text.Unicode;

namespace Streaming.Transport.Pipeline;

/// <summary>What a JSON string means, in UTF-16.</summary>
internal static class JsonUnescape
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Unescapes. Half of a surrogate pair, which JSON can say as <c>\ud800</c>, is given as it is; what is no UTF-8, or no escape, as U+FFFD.
    /// </summary>
    /// <param name="written">A string between its quotation marks.</param>
    /// <param name="to">At least as long as <paramref name="written"/>: no byte becomes more than one character.</param>
    /// <returns>How many characters were written.</returns>
    public static int ToCharacters(ReadOnlySpan<byte> written, Span<char> to)
    {
        int length = 0;
        while (true)
        {
            int escape = written.IndexOf((byte)'\\');
            var plain = escape < 0 ? written : written[..escape];
            Utf8.ToUtf16(plain, to[length..], out _, out int characters);
            length += characters;
            if (escape < 0)
                return length;
            written = written[escape..];
            to[length++] = ReadEscape(ref written);
        }
    }

    private static char ReadEscape(ref ReadOnlySpan<byte> written)
    {
        byte kind = written.Length > 1 ? written[1] : default;
        int length = kind == 'u' ? 6 : 2;
        var escape = written[..Math.Min(length, written.Length)];
        written = written[escape.Length..];
        return kind switch
        {
            (byte)'n' => '\n',
            (byte)'t' => '\t',
            (byte)'r' => '\r',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)kind,
            (byte)'u' => ReadUnit(escape[2..]),
            _ => Replacement,
        };
    }

    private static char ReadUnit(ReadOnlySpan<byte> digits)
    {
        int unit = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return Replacement;
            unit = unit << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return digits.Length == 4 ? (char)unit : Replacement;
    }
}
