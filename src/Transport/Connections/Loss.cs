namespace Streaming.Transport.Connections;

/// <summary>How a connection was lost.</summary>
internal enum Loss
{
    /// <summary>The peer's side of the stream ended, or was reset.</summary>
    Disconnected,

    /// <summary>A write failed.</summary>
    WriteFailed,

    /// <summary>A write took longer than the write time-out.</summary>
    WriteTimedOut,
}
