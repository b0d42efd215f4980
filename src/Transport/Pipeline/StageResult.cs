using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>What a stage decided. A closed set.</summary>
public abstract record StageResult
{
    private StageResult()
    {
    }

    /// <summary>On to the next stage.</summary>
    public static StageResult Continue { get; } = new Passed();

    /// <summary>The message goes no further, and nothing of it happens.</summary>
    public static StageResult Refuse(ErrorCode code, string message, TimeSpan? retryAfter = null, string? reason = null) =>
        new Refused(new RequestError(code, message) { RetryAfter = retryAfter, Reason = reason });

    public sealed record Passed : StageResult
    {
        internal Passed()
        {
        }
    }

    /// <param name="Error">What the sender is told.</param>
    public sealed record Refused(RequestError Error) : StageResult;
}
