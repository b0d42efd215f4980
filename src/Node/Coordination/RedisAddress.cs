using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Streaming.Node.Coordination;

/// <summary>
/// Where Redis is: as an address, <c>redis://user:password@host:6379,host:6379/0?serviceName=mymaster</c> (<c>rediss://</c> is
/// TLS; what follows the <c>?</c> are options of StackExchange.Redis), or in the form of StackExchange.Redis itself.
/// </summary>
internal static class RedisAddress
{
    public const string Allowed =
        "must be redis://[[user]:password@]host[:port][,host[:port]][/database], rediss:// for TLS, or a configuration of StackExchange.Redis";

    private const string Plain = "redis://";
    private const string Tls = "rediss://";
    private const string Hidden = "***";

    public static bool IsValid(string text) => TryParse(text) is not null;

    /// <summary>Null if it is no address.</summary>
    public static ConfigurationOptions? TryParse(string text)
    {
        try
        {
            var options = IsUrl(text) ? ParseUrl(text) : ConfigurationOptions.Parse(text);
            return options.EndPoints.Count > 0 && options.EndPoints.All(HasName) ? options : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The text with its password left out, whatever else is wrong with it.</summary>
    public static string Mask(string text)
    {
        if (IsUrl(text))
        {
            int start = text.IndexOf("://", StringComparison.Ordinal) + 3;
            int at = text.LastIndexOf('@');
            if (at < start)
                return MaskOptions(text);
            int colon = text.IndexOf(':', start, at - start);
            return text[..(colon < 0 ? start : colon + 1)] + Hidden + MaskOptions(text[at..]);
        }

        return MaskOptions(text);
    }

    // "password" and its like, up to the next comma or ampersand. A password may hold neither in these forms.
    private static string MaskOptions(string text)
    {
        foreach (string name in new[] { "password=", "sentinelPassword=" })
        {
            for (int at = Find(text, name, 0); at >= 0; at = Find(text, name, at))
            {
                at += name.Length;
                int end = text.IndexOfAny([',', '&'], at);
                text = text[..at] + Hidden + (end < 0 ? "" : text[end..]);
            }
        }

        return text;
    }

    private static int Find(string text, string name, int from) => text.IndexOf(name, from, StringComparison.OrdinalIgnoreCase);

    private static bool HasName(EndPoint server) =>
        server is not DnsEndPoint { Host: var host } || Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static bool IsUrl(string text) =>
        text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) || text.StartsWith(Tls, StringComparison.OrdinalIgnoreCase);

    private static ConfigurationOptions ParseUrl(string text)
    {
        bool isTls = text.StartsWith(Tls, StringComparison.OrdinalIgnoreCase);
        string rest = text[(isTls ? Tls : Plain).Length..];
        string query = Cut(ref rest, '?');
        int at = rest.LastIndexOf('@');
        string credentials = at < 0 ? "" : rest[..at];
        rest = rest[(at + 1)..];
        string database = Cut(ref rest, '/');

        // By way of the text, so that the options of the query are checked like all others.
        var options = ConfigurationOptions.Parse(rest + (query.Length == 0 ? "" : "," + query.Replace('&', ',')));
        options.Ssl |= isTls;
        if (database.Length > 0)
            options.DefaultDatabase = int.Parse(database, NumberStyles.None, CultureInfo.InvariantCulture);
        if (credentials.Length > 0)
        {
            string user = credentials;
            string password = Cut(ref user, ':');
            // redis://secret@host is what some write who mean the password alone.
            (options.User, options.Password) = credentials.Contains(':', StringComparison.Ordinal)
                ? (NullIfEmpty(Uri.UnescapeDataString(user)), Uri.UnescapeDataString(password))
                : (null, Uri.UnescapeDataString(credentials));
        }

        return options;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    // Leaves what is before the first separator, and returns what is after it.
    private static string Cut(ref string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
            return "";
        string after = text[(at + 1)..];
        text = text[..at];
        return after;
    }
}
