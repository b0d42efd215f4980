using System.Text;

namespace Streaming.Cli.Output;

/// <summary>
/// Text from outside, made fit for a terminal: what people write may hold sequences that move the cursor or change the
/// terminal's title.
/// </summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(IsUnfit))
            return text;

        var fit = new StringBuilder(text.Length);
        foreach (char c in text)
            fit.Append(IsUnfit(c) ? '\uFFFD' : c);
        return fit.ToString();
    }

    // Controls of both ranges, and those that turn the direction of what follows.
    private static bool IsUnfit(char c) => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
