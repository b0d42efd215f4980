namespace Streaming.Transport.Pipeline;

/// <summary>
/// Checks what users say, after all filters, without changing it. Runs for messages to rooms, by WebSocket and REST.
/// Add yours with <see cref="StreamingOptions.AddValidator{T}"/>.
/// </summary>
public interface IMessageValidator
{
    /// <summary>In snake_case; what <c>reason</c> says when this validator refuses.</summary>
    string Name { get; }

    /// <summary>
    /// Null if the content may pass; else a sentence for the sender. One instance serves all connections at once.
    /// The sender's connection reads nothing further meanwhile.
    /// </summary>
    ValueTask<string?> FindProblemAsync(MessageContent content, CancellationToken cancellation);
}
