namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Metadata</c>. 0 and an empty list are no limit.</summary>
public sealed class MetadataFilterOptions
{
    /// <summary>False: metadata is not looked at.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Keys, 0 to 10,000.</summary>
    public int MaxKeys { get; set; }

    /// <summary>Bytes of a key as it is written, 0 to 65,536.</summary>
    public int MaxKeyLength { get; set; }

    /// <summary>Bytes of a value as it is written, 0 to 65,536.</summary>
    public int MaxValueLength { get; set; }

    /// <summary>Levels of objects and arrays, metadata itself included, 0 to 63.</summary>
    public int MaxDepth { get; set; }

    /// <summary>The keys that there may be. None: all.</summary>
    public IReadOnlyList<string> AllowedKeys { get; set; } = [];

    /// <summary>Keys that there may not be.</summary>
    public IReadOnlyList<string> DeniedKeys { get; set; } = [];

    /// <summary>What is done about a key that may not be there.</summary>
    public MetadataAction Action { get; set; } = MetadataAction.Reject;
}
