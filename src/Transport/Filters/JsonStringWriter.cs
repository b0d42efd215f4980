using System.Buffers;
using System.Text;

namespace Streaming.Transport.Filters;

/// <summary>
/// Writes JSON strings with as few escapes as there can be. Half of a surrogate pair stays what it is, as an escape: the writer of
/// System.Text.Json refuses it.
/// </summary>
internal static class JsonStringWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static unit => (char)unit), '"', '\\',
         .. Enumerable.Range(0xD800, 0x800).Select(static unit => (char)unit)]);

    /// <summary>Writes the string with its quotation marks.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            int special = text.IndexOfAny(Special);
            if (special < 0)
                special = text.Length;
            if (special > 0)
                Encoding.UTF8.GetBytes(text[..special], output);
            text = text[special..];
            if (!text.IsEmpty)
                text = text[WriteSpecial(output, text)..];
        }

        output.Write("\""u8);
    }

    /// <summary>Bytes that a string's first characters take, without quotation marks.</summary>
    public static int Measure(ReadOnlySpan<char> text)
    {
        int bytes = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            bool isPair = char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            bytes += unit switch
            {
                _ when ShortEscapeOf(unit) != 0 => 2,
                < ' ' => 6,
                < '\u0080' => 1,
                < '\u0800' => 2,
                _ when isPair => 4,
                _ when char.IsSurrogate(unit) => 6,
                _ => 3,
            };
            if (isPair)
                i++;
        }

        return bytes;
    }

    private static byte ShortEscapeOf(char unit) => unit switch
    {
        '"' or '\\' => (byte)unit,
        '\n' => (byte)'n',
        '\t' => (byte)'t',
        '\r' => (byte)'r',
        '\b' => (byte)'b',
        '\f' => (byte)'f',
        _ => 0,
    };

    private static int WriteSpecial(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        char unit = text[0];
        if (char.IsHighSurrogate(unit) && text.Length > 1 && char.IsLowSurrogate(text[1]))
        {
            Encoding.UTF8.GetBytes(text[..2], output);
            return 2;
        }

        if (ShortEscapeOf(unit) is var letter and not 0)
            output.Write([(byte)'\\', letter]);
        else
            Encoding.UTF8.GetBytes($"\\u{(int)unit:x4}", output);
        return 1;
    }
}
