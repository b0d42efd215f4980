using System.Globalization;

namespace Streaming.Transport.Protocol;

/// <summary>Moments as they stand on the wire: RFC 3339, UTC, milliseconds, <c>2026-11-21T03:09:20.123Z</c>.</summary>
internal static class WireTime
{
    /// <summary>Bytes of a moment.</summary>
    public const int Length = 24;

    private static readonly string[] Accepted =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Writes <see cref="Length"/> bytes. Digit by digit, because this is done for every event.</summary>
    public static void Format(DateTimeOffset moment, Span<byte> destination)
    {
        var utc = moment.UtcDateTime;
        // Checked once here: no bounds check below.
        destination = destination[..Length];
        Digits(utc.Year, destination[..4]);
        destination[4] = (byte)'-';
        Digits(utc.Month, destination[5..7]);
        destination[7] = (byte)'-';
        Digits(utc.Day, destination[8..10]);
        destination[10] = (byte)'T';
        Digits(utc.Hour, destination[11..13]);
        destination[13] = (byte)':';
        Digits(utc.Minute, destination[14..16]);
        destination[16] = (byte)':';
        Digits(utc.Second, destination[17..19]);
        destination[19] = (byte)'.';
        Digits(utc.Millisecond, destination[20..23]);
        destination[23] = (byte)'Z';
    }

    /// <summary>Takes any RFC 3339 moment, in UTC or with an offset.</summary>
    public static bool TryParse(string? text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Accepted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);

    private static void Digits(int value, Span<byte> destination)
    {
        for (int i = destination.Length - 1; i >= 0; i--, value /= 10)
            destination[i] = (byte)('0' + value % 10);
    }
}
