namespace Streaming.Transport.Settings;

/// <summary>Compression of WebSocket messages (permessage-deflate, RFC 7692), where clients offer it.</summary>
public sealed class CompressionOptions
{
    /// <summary>False: the offers of clients are not taken up.</summary>
    public bool Enabled { get; set; }

    /// <summary>Bytes, 64 to 1,048,576: what the server sends is compressed from this size on. Smaller messages gain little.</summary>
    public int MinBytes { get; set; } = 512;
}
