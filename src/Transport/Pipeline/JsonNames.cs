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
        return reader.ValueIsEscaped ? Says(reader.ValueSpan, name) : reader.ValueSpan.SequenceEqual(utf8);
    }

    /// <summary>Whether this is the name.</summary>
    /// <param name="written">A name between its quotation marks, escaped or not.</param>
    public static bool Says(ReadOnlySpan<byte> written, ReadOnlySpan<char> name)
    {
        // No character is written in more than six bytes, and none in less than one.
        if (written.Length < name.Length || written.Length > 6 * name.Length)
            return false;
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], written.Length);
        return name.SequenceEqual(buffer.Characters[..JsonUnescape.ToCharacters(written, buffer.Characters)]);
    }
}
