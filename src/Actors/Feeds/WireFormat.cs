namespace Streaming.Actors.Feeds;

/// <summary>The forms in which a node's listeners take events; each has a slot in <see cref="SharedEncoding"/>.</summary>
public enum WireFormat
{
    WebSocketJson,

    /// <summary>The same, compressed.</summary>
    WebSocketDeflatedJson,

    ServerSentEvents,
}

internal static class WireFormats
{
    public const int Count = 3;
}
