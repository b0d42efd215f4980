using System.Text.Json;
using Streaming.Actors.Channels;

namespace Streaming.Actors.Feeds;

/// <summary><c>metadata.key</c>: which thing a message is the newest word about.</summary>
internal static class MetadataKey
{
    /// <summary>Empty for a message without one: those are all about the same.</summary>
    public static string Of(ReadOnlyMemory<byte> metadata)
    {
        string key = "";
        if (metadata.IsEmpty)
            return key;

        var reader = JsonScalar.Read(metadata.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKey = IsKey(ref reader);
            reader.Read();
            if (isKey)
                key = JsonScalar.Of(ref reader) ?? "";
            reader.Skip();
        }

        return key;
    }

    private static bool IsKey(ref Utf8JsonReader reader) =>
        !(reader.ValueIsEscaped && HalfPairs.AreIn(reader.ValueSpan)) && reader.ValueTextEquals("key"u8);
}
