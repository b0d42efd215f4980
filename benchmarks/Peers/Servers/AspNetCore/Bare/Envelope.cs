using System.Text.Json;

namespace Streaming.Benchmarks.PeerServers.Bare;

/// <summary>What a frame says of itself: all that has to be read of it, as the rest is handed on as bytes.</summary>
internal static class Envelope
{
    /// <summary>The kind and the room's name, from the first property of the frame's object.</summary>
    /// <exception cref="FormatException">It begins with something else.</exception>
    public static (EnvelopeKind Kind, string Room) Read(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read())
        {
            bool isJoin = reader.ValueTextEquals("join"u8);
            if ((isJoin || reader.ValueTextEquals("room"u8)) && reader.Read() && reader.TokenType == JsonTokenType.String)
                return (isJoin ? EnvelopeKind.Join : EnvelopeKind.Publish, reader.GetString()!);
        }
        throw new FormatException("A frame begins with \"join\" or \"room\".");
    }
}
