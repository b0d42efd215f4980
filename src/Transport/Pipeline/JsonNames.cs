using System.Buffers;
using System.Text.Json;

namespace Streaming.Transport.Pipeline;

/// <summary>Compares names of members. The reader's own comparison throws where a name holds half of a surrogate pair.</summary>
internal static class JsonNames
{
    private const int StackCharacters = 256;

    /// <summary>Whether the name that the reader stands on is this one, however it is escaped.</summary>
    /// <param name="utf8">The name as most write it.</param>
    /// <param name="name">The same in UTF-16.</param>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, string name)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.SequenceEqual(utf8);

        var written = reader.ValueSpan;
        char[]? rented = null;
        Span<char> buffer = written.Length <= StackCharacters
            ? stackalloc char[StackCharacters]
            : rented = ArrayPool<char>.Shared.Rent(written.Length);
        bool isIt = name.AsSpan().SequenceEqual(buffer[..JsonUnescape.ToCharacters(written, buffer)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return isIt;
    }
}
