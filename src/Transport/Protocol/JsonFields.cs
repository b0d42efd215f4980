using System.Text.Json;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Protocol;

/// <summary>The kinds of fields that messages of the server are made of.</summary>
internal static class JsonFields
{
    // Epochs made here have 13 characters; those of another maker may have more.
    private const int UsualIdLength = 64;

    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset moment)
    {
        Span<byte> text = stackalloc byte[WireTime.Length];
        WireTime.Format(moment, text);
        json.WriteString(name, text);
    }

    /// <summary>A JSON value as its sender wrote it; nothing if it is empty.</summary>
    public static void WriteRaw(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span, skipInputValidation: true);
    }

    public static void WriteOptional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    public static void WriteMessageId(this Utf8JsonWriter json, ReadOnlySpan<byte> name, MessageId id)
    {
        Span<char> text = stackalloc char[UsualIdLength];
        if (id.TryFormat(text, out int length))
            json.WriteString(name, text[..length]);
        else
            json.WriteString(name, id.ToString());
    }

    private static bool TryFormat(this MessageId id, Span<char> text, out int length) =>
        text.TryWrite(System.Globalization.CultureInfo.InvariantCulture, $"{id.Epoch.Value}-{id.Seq}", out length);
}
