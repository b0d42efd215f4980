using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Where messages go that have passed the pipeline.</summary>
internal interface IMessageDestination
{
    /// <summary>
    /// Carries the message out and sees to its answer. Returns when the order of requests is settled, and the message's
    /// bytes are no longer needed; does not throw.
    /// </summary>
    ValueTask AcceptAsync(ClientMessage message);
}
