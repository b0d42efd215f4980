namespace Streaming.Transport.Pipeline;

/// <summary>What a filter decided. A closed set.</summary>
public abstract record FilterResult
{
    private FilterResult()
    {
    }

    /// <summary>As it is.</summary>
    public static FilterResult Keep { get; } = new Kept();

    /// <param name="data">What takes the place of the message's data: one JSON value in UTF-8, which must not change any more.</param>
    public static FilterResult Rewrite(ReadOnlyMemory<byte> data) => new Rewritten(data);

    /// <param name="message">A sentence for the sender.</param>
    public static FilterResult Reject(string message) => new Rejected(message);

    public sealed record Kept : FilterResult
    {
        internal Kept()
        {
        }
    }

    public sealed record Rewritten(ReadOnlyMemory<byte> Data) : FilterResult;

    public sealed record Rejected(string Message) : FilterResult;
}
