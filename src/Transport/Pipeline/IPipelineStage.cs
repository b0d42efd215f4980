namespace Streaming.Transport.Pipeline;

/// <summary>
/// One step on the way of every message a client sends, by WebSocket or REST (docs/protocol.md, section 3). Add your own
/// with <see cref="StreamingOptions.AddStage{T}"/>; constructors are given services.
/// </summary>
public interface IPipelineStage
{
    /// <summary>
    /// Lets a message pass or refuses it; may look at anything in <paramref name="context"/> and change what its members
    /// allow. Called once per message; for one connection one message at a time, in the order they were sent, for
    /// many connections at once. The connection reads no further message until it is done, so it should be quick.
    /// An exception is logged and answered with <c>internal</c>; the connection lives on.
    /// </summary>
    /// <param name="context">The message and who sent it. Valid until the pipeline is done with this message.</param>
    /// <param name="cancellation">Set when the connection is gone and nobody waits for the outcome.</param>
    ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation);
}
