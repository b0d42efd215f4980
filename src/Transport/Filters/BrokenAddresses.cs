using System.Buffers;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Filters;

/// <summary>
/// Addresses with tabs or ends of lines in them, which browsers leave out: <c>https://ev\til.example</c> leads to evil.example. They are only
/// looked at for what is blocked: whether the next line belongs to an address, nobody can tell.
/// </summary>
internal static class BrokenAddresses
{
    private const int StackCharacters = 512;

    private static readonly SearchValues<char> LeftOut = SearchValues.Create("\t\n\r");
    private static readonly SearchValues<char> BeforeHosts = SearchValues.Create(":/\\：／＼");

    /// <summary>Whether an address in the text names one of these when it is put together. One pass; most texts have nothing to put together.</summary>
    public static bool Name(ReadOnlySpan<char> text, DomainList blocked)
    {
        if (!text.ContainsAny(LeftOut) || !text.ContainsAny(BeforeHosts))
            return false;
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], text.Length);
        return HasBlocked(buffer.Characters[..Join(text, buffer.Characters)], blocked);
    }

    private static int Join(ReadOnlySpan<char> text, Span<char> to)
    {
        int length = 0;
        foreach (var part in text.SplitAny(LeftOut))
        {
            text[part].CopyTo(to[length..]);
            length += text[part].Length;
        }

        return length;
    }

    // Lines without spaces can make a host of any length; one that is too long to be read is none.
    private static bool HasBlocked(ReadOnlySpan<char> joined, DomainList blocked)
    {
        var links = new LinkScanner(joined);
        while (links.MoveNext())
        {
            if (links.IsAuthority && links.Host.Length <= HostName.MaxWritten && blocked.HasLookAlike(links.Host))
                return true;
        }

        return false;
    }
}
