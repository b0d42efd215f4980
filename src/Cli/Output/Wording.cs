using System.Globalization;

namespace Streaming.Cli.Output;

/// <summary>Numbers, times and lists as people read them.</summary>
internal static class Wording
{
    /// <summary>The two largest units: <c>2d 3h</c>, <c>5m 12s</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Text($"{span.Days}d {span.Hours}h"),
        { TotalHours: >= 1 } => Text($"{span.Hours}h {span.Minutes}m"),
        { TotalMinutes: >= 1 } => Text($"{span.Minutes}m {span.Seconds}s"),
        _ => Text($"{Math.Max(0, span.Seconds)}s"),
    };

    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <param name="many">Where it is not the singular with an s.</param>
    public static string Count(long number, string one, string? many = null) =>
        Text($"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>Numbers in rising order, those that follow each other as ranges: <c>0-2, 5</c>.</summary>
    public static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<string>();
        int? from = null;
        int to = 0;
        foreach (int number in numbers)
        {
            if (from is not null && number == to + 1)
            {
                to = number;
                continue;
            }

            if (from is { } begun)
                ranges.Add(Range(begun, to));
            (from, to) = (number, number);
        }

        if (from is { } last)
            ranges.Add(Range(last, to));
        return string.Join(", ", ranges);
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Range(int from, int to) => from == to ? Text($"{from}") : Text($"{from}-{to}");
}
