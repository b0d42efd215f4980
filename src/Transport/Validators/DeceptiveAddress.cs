using System.Buffers;

namespace Streaming.Transport.Validators;

/// <summary>
/// Finds web addresses that do not lead where a reader, or another program, would think: a host before the <c>@</c>, a backslash before it,
/// two of them, characters in the host that cannot be seen or are hidden by <c>%</c>. Addresses that are just wrong are nobody's harm.
/// </summary>
internal static class DeceptiveAddress
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("/?# \t\n\r\f\"'`<>()[]{}|,;");

    // Not any: john.doe@ is a user. Two letters are a country.
    private static readonly string[] Domains = ["com", "net", "org", "edu", "gov", "info", "app", "dev", "biz", "bank", "online", "shop"];

    /// <param name="text">UTF-16, as it came.</param>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int colon = text.IndexOf("://");
            if (colon < 0)
                return false;
            bool isWeb = IsWebScheme(text[..colon]);
            text = text[(colon + 3)..];
            int end = text.IndexOfAny(Ends);
            if (isWeb && IsDeceptive(end < 0 ? text : text[..end]))
                return true;
        }
    }

    private static bool IsWebScheme(ReadOnlySpan<char> before) =>
        before.EndsWith("http", StringComparison.OrdinalIgnoreCase) || before.EndsWith("https", StringComparison.OrdinalIgnoreCase)
        || before.EndsWith("ws", StringComparison.OrdinalIgnoreCase) || before.EndsWith("wss", StringComparison.OrdinalIgnoreCase)
        || before.EndsWith("ftp", StringComparison.OrdinalIgnoreCase);

    private static bool IsDeceptive(ReadOnlySpan<char> authority)
    {
        // At its end they come from copying, and do nothing.
        while (!authority.IsEmpty && HiddenCharacters.Dropped.Contains(authority[^1]))
            authority = authority[..^1];
        if (authority.ContainsAny(HiddenCharacters.Dropped))
            return true;

        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var user = authority[..at];
            if (user.ContainsAny('@', '\\') || IsHost(user))
                return true;
        }

        return HasEscape(authority[(at + 1)..]);
    }

    private static bool IsHost(ReadOnlySpan<char> user)
    {
        int colon = user.IndexOf(':');
        if (colon >= 0)
            user = user[..colon];
        int dot = user.LastIndexOf('.');
        if (dot < 0)
            return false;
        var last = user[(dot + 1)..];
        if (last.Length == 2 && char.IsAsciiLetter(last[0]) && char.IsAsciiLetter(last[1]))
            return true;
        foreach (string domain in Domains)
        {
            if (last.Equals(domain, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool HasEscape(ReadOnlySpan<char> host)
    {
        int percent = host.IndexOf('%');
        return percent >= 0 && percent + 2 < host.Length && char.IsAsciiHexDigit(host[percent + 1]) && char.IsAsciiHexDigit(host[percent + 2]);
    }
}
