namespace Streaming.Transport.Connections;

/// <summary>Whether a connection may stay.</summary>
internal enum Admission
{
    Granted,

    /// <summary>The node goes away: the client is to come back elsewhere.</summary>
    Draining,
}
