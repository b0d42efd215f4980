using System.Globalization;

namespace Streaming.Actors.Channels;

/// <summary>
/// Finds half of a surrogate pair, which JSON can say (<c>\ud800</c>) and which is no text. Asked first, as a reader throws where a text is
/// wanted of it: somebody who writes thousands of them must not make that many exceptions.
/// </summary>
internal static class HalfPairs
{
    /// <param name="written">A string of JSON that has been checked, between its quotation marks.</param>
    public static bool AreIn(ReadOnlySpan<byte> written)
    {
        bool isHalf = false;
        while (!written.IsEmpty)
        {
            char unit = Take(ref written);
            if (isHalf != char.IsLowSurrogate(unit))
                return true;
            isHalf = char.IsHighSurrogate(unit);
        }

        return isHalf;
    }

    // What is not escaped comes in whole pairs, and counts as no half of one.
    private static char Take(ref ReadOnlySpan<byte> written)
    {
        int length = written[0] != '\\' ? 1 : written.Length > 1 && written[1] == 'u' ? 6 : 2;
        length = Math.Min(length, written.Length);
        var taken = written[..length];
        written = written[length..];
        return length == 6 && ushort.TryParse(taken[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) ? (char)unit : default;
    }
}
