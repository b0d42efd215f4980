namespace Streaming.Transport.Validators;

/// <summary>
/// The name of a host: labels of 1 to 63 letters, digits and hyphens, which no label begins or ends with, of any script (as they are shown, or as
/// <c>xn--</c>), with dots between; 253 characters at most. An IPv4 address is one as far as its form goes.
/// </summary>
internal static class HostName
{
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name is [_, .., '.'])
            name = name[..^1];
        if (name.Length is 0 or > 253)
            return false;
        while (true)
        {
            int dot = name.IndexOf('.');
            if (!IsLabel(dot < 0 ? name : name[..dot]))
                return false;
            if (dot < 0)
                return true;
            name = name[(dot + 1)..];
        }
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            return false;
        foreach (char c in label)
        {
            // Underscores are no host's by the book, and in use. Of other scripts, marks and what takes a pair of surrogates go along.
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_') && !(c > '\x7f' && !char.IsWhiteSpace(c) && !char.IsPunctuation(c) && !char.IsSymbol(c)))
                return false;
        }

        return true;
    }
}
