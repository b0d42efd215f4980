using System.Text.Json;
using System.Text.Unicode;

namespace Streaming.Transport.Protocol;

internal static class JsonText
{
    /// <summary>A text as JSON in UTF-8.</summary>
    public static byte[] Of(string text) => [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];

    /// <summary>Whether the bytes are one JSON value in UTF-8, no deeper than a client's message may be.</summary>
    public static bool IsOneValue(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            return false;
        try
        {
            var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = ClientMessageReader.MaxDepth });
            if (!json.Read())
                return false;
            json.Skip();
            // Throws if anything but white space follows.
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
