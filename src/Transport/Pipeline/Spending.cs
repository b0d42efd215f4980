namespace Streaming.Transport.Pipeline;

/// <summary>What a message is charged to.</summary>
internal enum Spending
{
    /// <summary>Something that others get to see, and that is kept.</summary>
    Message,

    /// <summary>Anything else, well-formed or not: it costs this node work.</summary>
    Request,
}
