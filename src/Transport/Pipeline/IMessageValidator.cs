namespace Streaming.Transport.Pipeline;

/// <summary>
/// Checks what users say, after all filters, without changing it. Runs for messages to rooms, and channels, and for edits, by WebSocket and REST.
/// Add yours with <see cref="StreamingOptions.AddValidator{T}"/>.
/// </summary>
public interface IMessageValidator
{
    /// <summary>In snake_case; what metrics and logs call this validator.</summary>
    string Name { get; }

    /// <summary>
    /// Null if the content may pass; else what is wrong with it. One instance serves all connections at once.
    /// The sender's connection reads nothing further meanwhile.
    /// </summary>
    ValueTask<ContentProblem?> FindProblemAsync(MessageContent content, CancellationToken cancellation);
}
