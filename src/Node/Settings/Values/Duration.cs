using System.Globalization;

namespace Streaming.Node.Settings.Values;

/// <summary>
/// A span of time, written as <c>hh:mm:ss</c> (with days: <c>d.hh:mm:ss</c>) or as a number with a unit, <c>500ms</c>,
/// <c>30s</c>, <c>2m</c>, <c>1h</c>, <c>30d</c>. A number alone is refused: .NET would read 30 as thirty days.
/// </summary>
internal sealed class Duration(TimeSpan min, TimeSpan max) : IValueKind<TimeSpan>
{
    // Longest first, so that ms is not read as m.
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public string Allowed { get; } = $"must be a time from {Write(min)} to {Write(max)}, such as 00:00:30, 30s or 500ms";

    public bool TryParse(IReadOnlyList<string> texts, out TimeSpan value) =>
        TryRead(texts[0].Trim(), out value) && value >= min && value <= max;

    public string Format(TimeSpan value) => Write(value);

    private static bool TryRead(string text, out TimeSpan value)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, ["c"], CultureInfo.InvariantCulture, out value);
        foreach (var (suffix, unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
                return TryMultiply(text[..^suffix.Length], unit, out value);
        }

        value = default;
        return text == "0";
    }

    private static bool TryMultiply(string number, TimeSpan unit, out TimeSpan value)
    {
        value = default;
        // Nine digits of days are far beyond any bound, and still no overflow.
        if (number.Length > 9
            || !int.TryParse(number.TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count > TimeSpan.MaxValue / unit)
        {
            return false;
        }

        value = unit * count;
        return true;
    }

    private static string Write(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
            return "0";
        foreach (var (suffix, unit) in Units.Reverse())
        {
            if (value.Ticks % unit.Ticks == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / unit.Ticks}{suffix}");
        }

        return value.ToString("c", CultureInfo.InvariantCulture);
    }
}
