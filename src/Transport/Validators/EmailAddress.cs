using System.Buffers;

namespace Streaming.Transport.Validators;

/// <summary>
/// An e-mail address as mail services take them: a local part of letters, digits and a few signs, of any script, without quotation marks; a host
/// with at least one dot; 254 characters at most.
/// </summary>
internal static class EmailAddress
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("!#$%&'*+-/=?^_`{|}~.");

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf('@');
        if (at is < 1 or > 64 || text.Length > 254)
            return false;
        var host = text[(at + 1)..];
        return IsLocal(text[..at]) && host.Contains('.') && host[^1] != '.' && HostName.IsValid(host);
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0)
            return false;
        foreach (char c in local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !Signs.Contains(c) && (c <= '\x9f' || HiddenCharacters.Blank.Contains(c)))
                return false;
        }

        return true;
    }
}
