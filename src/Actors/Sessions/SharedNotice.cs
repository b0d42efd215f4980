using Streaming.Actors.Feeds;

namespace Streaming.Actors.Sessions;

/// <summary>A notice on its way to the connections of a node, encoded once for all of them.</summary>
public sealed class SharedNotice(Notice notice) : SharedEncoding
{
    public Notice Notice { get; } = notice;
}
