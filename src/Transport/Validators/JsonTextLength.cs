using System.Buffers;
using System.Text;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators;

/// <summary>How long a JSON string is for a reader, told from how it is written.</summary>
internal static class JsonTextLength
{
    private const int StackCharacters = 512;

    /// <summary>
    /// Characters as Unicode counts them: scalar values. Not what a reader takes for one character: a letter may bear any number of accents,
    /// and a bound that does not count them is none. Half of a surrogate pair counts as one.
    /// </summary>
    /// <param name="written">A valid JSON string between its quotation marks.</param>
    public static int Of(ReadOnlySpan<byte> written)
    {
        int count = 0;
        bool afterHigh = false;
        for (int i = 0; i < written.Length;)
        {
            int size = SizeAt(written, i, out bool isHigh, out bool isLow);
            if (!(isLow && afterHigh))
                count++;
            afterHigh = isHigh;
            i += size;
        }

        return count;
    }

    /// <summary>Whether there is nothing to see: nothing at all, or white space and invisible characters.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> written)
    {
        // Nearly all text begins with a visible character of ASCII.
        if (written.IsEmpty || written[0] is > (byte)' ' and < 0x7f and not (byte)'\\')
            return written.IsEmpty;
        if (Rune.DecodeFromUtf8(written, out var first, out _) == OperationStatus.Done && first is { IsAscii: false, IsBmp: true }
            && !HiddenCharacters.Blank.Contains((char)first.Value))
        {
            return false;
        }

        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], written.Length);
        int length = JsonUnescape.ToCharacters(written, buffer.Characters);
        return !buffer.Characters[..length].ContainsAnyExcept(HiddenCharacters.Blank);
    }

    private static int SizeAt(ReadOnlySpan<byte> written, int i, out bool isHigh, out bool isLow)
    {
        (isHigh, isLow) = (false, false);
        byte first = written[i];
        if (first != '\\')
            return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (i + 5 >= written.Length || written[i + 1] != 'u')
            return 2;
        // Surrogates are D800 to DFFF; the upper half of these are low ones.
        if ((written[i + 2] | 0x20) == 'd')
        {
            int second = written[i + 3] | 0x20;
            isHigh = second is '8' or '9' or 'a' or 'b';
            isLow = second is >= 'c' and <= 'f';
        }

        return 6;
    }
}
