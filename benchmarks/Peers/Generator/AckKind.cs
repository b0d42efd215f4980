namespace Streaming.Benchmarks.Peers.Generator;

internal enum AckKind
{
    /// <summary>The first of a message that was published.</summary>
    Due,

    /// <summary>The message had one already.</summary>
    Repeated,

    /// <summary>Of nothing that the connection has published.</summary>
    Unknown,
}
