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

    /// <param name="metadata">What takes the place of the message's metadata: a JSON object in UTF-8, which must not change any more, or empty.</param>
    public static FilterResult RewriteMetadata(ReadOnlyMemory<byte> metadata) => new RewrittenMetadata(metadata);

    /// <summary>It is delivered as it is, and says in its <c>metadata.flags</c>, a list, what was found.</summary>
    /// <param name="flag">A word.</param>
    public static FilterResult Flag(string flag) => new Flagged(flag);

    /// <param name="message">A sentence for the sender, who is told the filter's name as the reason.</param>
    public static FilterResult Reject(string message) => new Rejected(message);

    /// <param name="code">What <c>reason</c> says, such as <c>FILTER_WORD</c>.</param>
    /// <param name="message">A sentence for the sender.</param>
    public static FilterResult Reject(string code, string message) => new Rejected(message) { Code = code };

    public sealed record Kept : FilterResult
    {
        internal Kept()
        {
        }
    }

    public sealed record Rewritten(ReadOnlyMemory<byte> Data) : FilterResult;

    public sealed record RewrittenMetadata(ReadOnlyMemory<byte> Metadata) : FilterResult;

    public sealed record Flagged(string With) : FilterResult;

    public sealed record Rejected(string Message) : FilterResult
    {
        /// <summary>What <c>reason</c> says; null for the filter's name.</summary>
        public string? Code { get; init; }
    }
}
