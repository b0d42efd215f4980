using System.Buffers;

namespace Streaming.Actors.Ids;

/// <summary>The syntax of ids that clients write (docs/protocol.md, section 2).</summary>
public static class IdSyntax
{
    /// <summary>Longest room, channel or user id, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Longest request id, in characters.</summary>
    public const int MaxRequestLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-");

    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxNameLength && !text.ContainsAnyExcept(NameCharacters);
}
