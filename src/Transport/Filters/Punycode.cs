namespace Streaming.Transport.Filters;

/// <summary>Reads names that were written for the domain name system (RFC 3492).</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int LowThreshold = 1;
    private const int HighThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int FirstBias = 72;
    private const int FirstPoint = 128;

    /// <param name="encoded">A label behind <c>xn--</c>.</param>
    /// <param name="points">Is given code points, as many as <paramref name="encoded"/> is long at most.</param>
    /// <returns>How many there are; 0 if it is no such label.</returns>
    public static int Decode(ReadOnlySpan<char> encoded, Span<int> points)
    {
        int delimiter = encoded.LastIndexOf('-');
        int count = 0;
        foreach (char unit in encoded[..Math.Max(0, delimiter)])
            points[count++] = unit;

        int point = FirstPoint, index = 0, bias = FirstBias;
        for (int i = delimiter + 1; i < encoded.Length;)
        {
            int from = index;
            long weight = 1;
            for (int k = Base; ; k += Base)
            {
                if (i == encoded.Length || DigitOf(encoded[i++]) is not (>= 0 and var digit) || index + digit * weight > int.MaxValue)
                    return 0;
                index += (int)(digit * weight);
                int threshold = Math.Clamp(k - bias, LowThreshold, HighThreshold);
                if (digit < threshold)
                    break;
                weight = Math.Min(weight * (Base - threshold), int.MaxValue);
            }

            count++;
            bias = Adapt(index - from, count, isFirst: from == 0);
            point += index / count;
            index %= count;
            if (point is > 0x10FFFF or < 0 || count > points.Length)
                return 0;
            points[index..(count - 1)].CopyTo(points[(index + 1)..]);
            points[index++] = point;
        }

        return count;
    }

    private static int DigitOf(char unit) => unit switch
    {
        >= 'a' and <= 'z' => unit - 'a',
        >= 'A' and <= 'Z' => unit - 'A',
        >= '0' and <= '9' => unit - '0' + 26,
        _ => -1,
    };

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta /= isFirst ? Damp : 2;
        delta += delta / count;
        int k = 0;
        for (; delta > (Base - LowThreshold) * HighThreshold / 2; k += Base)
            delta /= Base - LowThreshold;
        return k + (Base - LowThreshold + 1) * delta / (delta + Skew);
    }
}
