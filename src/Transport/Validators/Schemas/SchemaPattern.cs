using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>
/// A regular expression of a schema, in .NET's engine that does not backtrack: the time is the text's length times the pattern's, whatever both
/// are. Look-arounds and back references do not work that way, and are refused.
/// </summary>
internal static class SchemaPattern
{
    private const int MaxLength = 1024;

    /// <exception cref="SchemaFault">It is none, or needs backtracking.</exception>
    public static Regex Parse(string pattern, string where)
    {
        if (pattern.Length > MaxLength)
            throw new SchemaFault(where, $"has a pattern of more than {MaxLength} characters");
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new SchemaFault(where, "has a pattern that is no regular expression, or one with look-arounds or back references");
        }
    }

    // What JavaScript means by these: digits and letters of ASCII, and the very end, without a line break that may come after it in .NET.
    private static string Translate(string pattern)
    {
        var made = new StringBuilder();
        bool isInClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                made.Append(Escape(pattern[++i], isInClass));
                continue;
            }

            isInClass = (isInClass || c == '[') && c != ']';
            made.Append(c == '$' && !isInClass ? "\\z" : c.ToString());
        }

        return made.ToString();
    }

    private static string Escape(char c, bool isInClass) => (c, isInClass) switch
    {
        ('d', false) => "[0-9]",
        ('d', true) => "0-9",
        ('D', false) => "[^0-9]",
        ('w', false) => "[A-Za-z0-9_]",
        ('w', true) => "A-Za-z0-9_",
        ('W', false) => "[^A-Za-z0-9_]",
        _ => "\\" + c,
    };
}
