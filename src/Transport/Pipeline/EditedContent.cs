using System.Buffers;
using System.Text.Json;

namespace Streaming.Transport.Pipeline;

/// <summary>What an edit makes a message say: the <c>data</c> in its <c>data</c>.</summary>
internal static class EditedContent
{
    /// <summary>A copy of it; empty where there is none.</summary>
    /// <param name="data">The request's <c>data</c>: a JSON value that has been checked.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data"u8, out var content)
            ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(content).ToArray()
            : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>The request's <c>data</c> with other content.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(data);
        var written = new ArrayBufferWriter<byte>(data.Length + content.Length);
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject().Where(static member => !member.NameEquals("data"u8)))
                member.WriteTo(json);
            json.WritePropertyName("data"u8);
            json.WriteRawValue(content.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}
