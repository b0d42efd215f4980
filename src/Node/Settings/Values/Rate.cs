using System.Globalization;
using Streaming.Actors.Limits;

namespace Streaming.Node.Settings.Values;

/// <summary>
/// How often something may happen, in words: <c>10/s burst 20</c> and <c>5/min burst 10</c> are token buckets, <c>100/min</c> is one as deep as a minute gives,
/// <c>100 in 1m</c> is a sliding window. Up to one bucket with a burst, one per minute and one window together; <c>none</c> is no limit.
/// </summary>
internal sealed class Rate : IValueKind<RateLimit?>
{
    public const string Rule =
        "must be none, or any of 10/s burst 20 (or 5/min burst 10; a token bucket), 100/min (one as deep as a minute) and 500 in 1h (a sliding window, 1s to 1d)";

    private const string None = "none";
    private const int Max = 10_000_000;

    private static readonly Duration Windows = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    public string Allowed => Rule;

    public bool TryParse(IReadOnlyList<string> texts, out RateLimit? value)
    {
        value = null;
        string text = texts[0].Trim();
        if (text.Length == 0 || text == None)
            return true;

        string[] words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var limit = new RateLimit(0, 0, 0);
        for (int at = 0; at < words.Length;)
        {
            if (TryRead(words, ref at, limit) is not { } more)
                return false;
            limit = more;
        }

        value = limit;
        return true;
    }

    public string Format(RateLimit? value)
    {
        if (value is null)
            return None;

        var parts = new List<string>();
        if (value.PerSecond > 0)
        {
            parts.Add(double.IsInteger(value.PerSecond)
                ? string.Create(CultureInfo.InvariantCulture, $"{value.PerSecond}/s burst {value.Burst}")
                : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value.PerSecond * 60, 6)}/min burst {value.Burst}"));
        }

        if (value.PerMinute > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{value.PerMinute}/min"));
        if (value.PerWindow > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{value.PerWindow} in {Windows.Format(value.Window)}"));
        return string.Join(", ", parts);
    }

    // Null: it is none of these, or a second of one of them.
    private static RateLimit? TryRead(string[] words, ref int at, RateLimit limit)
    {
        string word = words[at++];
        if (at + 1 < words.Length && words[at] == "in" && limit.PerWindow == 0)
        {
            at += 2;
            return TryCount(word, out int count) && Windows.TryParse([words[at - 1]], out var window)
                ? limit with { PerWindow = count, Window = window }
                : null;
        }

        string[] parts = word.Split('/', 2);
        if (parts.Length != 2 || !TryCount(parts[0], out int number) || parts[1] is not ("s" or "min"))
            return null;

        bool perSecond = parts[1] == "s";
        int? burst = null;
        if (at + 1 < words.Length && words[at] == "burst")
        {
            if (!TryCount(words[at + 1], out int said))
                return null;
            burst = said;
            at += 2;
        }

        if (!perSecond && burst is null)
            return limit.PerMinute == 0 ? limit with { PerMinute = number } : null;
        return limit.PerSecond == 0 ? limit with { PerSecond = perSecond ? number : number / 60.0, Burst = burst ?? number } : null;
    }

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= Max;
}
