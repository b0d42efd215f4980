namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters</c>: what the server's own filters do, one nested block each (docs/filters.md).</summary>
public sealed class FilterOptions
{
    /// <summary>What credentials allow to say.</summary>
    public PermissionFilterOptions Permission { get; } = new();

    /// <summary>What <c>metadata</c> may be.</summary>
    public MetadataFilterOptions Metadata { get; } = new();

    /// <summary>How large <c>data</c> may be.</summary>
    public SizeFilterOptions Size { get; } = new();

    /// <summary>How much of a kind one message may hold.</summary>
    public CountFilterOptions Counts { get; } = new();

    /// <summary>Where links may lead.</summary>
    public LinkFilterOptions Links { get; } = new();

    /// <summary>Words that are not wanted.</summary>
    public WordFilterOptions Words { get; } = new();

    /// <summary>What looks like spam.</summary>
    public SpamFilterOptions Spam { get; } = new();
}
