using System.Text.Json;

namespace Streaming.Transport.Pipeline;

/// <summary>What an edit makes a message say: the <c>data</c> in its <c>data</c>; the last one, where it is there twice, as in all that reads it later.</summary>
internal static class EditedContent
{
    /// <summary>A slice of it; empty where there is none.</summary>
    /// <param name="data">The request's <c>data</c>: a JSON value that has been checked.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> data)
    {
        var (start, length) = Find(data.Span);
        return data.Slice(start, length);
    }

    /// <summary>The reaction in the same place of a request that adds one.</summary>
    public static ReadOnlyMemory<byte> ReactionOf(ReadOnlyMemory<byte> data)
    {
        var (start, length) = Find(data.Span, "reaction"u8, "reaction");
        return data.Slice(start, length);
    }

    /// <summary>The request's <c>data</c> with other content, in a buffer of its own.</summary>
    /// <param name="data">One that has content.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> content)
    {
        var (start, length) = Find(data.Span);
        byte[] replaced = new byte[data.Length - length + content.Length];
        data[..start].CopyTo(replaced);
        content.CopyTo(replaced.AsMemory(start));
        data[(start + length)..].CopyTo(replaced.AsMemory(start + content.Length));
        return replaced;
    }

    private static (int Start, int Length) Find(ReadOnlySpan<byte> data) => Find(data, "data"u8, "data");

    private static (int Start, int Length) Find(ReadOnlySpan<byte> data, ReadOnlySpan<byte> utf8, string name)
    {
        (int Start, int Length) found = default;
        var json = new Utf8JsonReader(data);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return found;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isContent = json.Is(utf8, name);
            json.Read();
            int start = (int)json.TokenStartIndex;
            json.Skip();
            if (isContent)
                found = (start, (int)json.BytesConsumed - start);
        }

        return found;
    }
}
