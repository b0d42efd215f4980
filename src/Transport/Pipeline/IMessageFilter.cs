namespace Streaming.Transport.Pipeline;

/// <summary>
/// Looks at what users say before anybody else does: may put something else in its place, or refuse it. Runs for
/// messages to rooms and channels and for edits, by WebSocket and REST, after the server's own. Add yours with <see cref="StreamingOptions.AddFilter{T}"/>.
/// </summary>
public interface IMessageFilter
{
    /// <summary>In snake_case; what <c>reason</c> says when this filter refuses without a code.</summary>
    string Name { get; }

    /// <summary>One instance serves all connections at once. The sender's connection reads nothing further meanwhile.</summary>
    ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation);
}
