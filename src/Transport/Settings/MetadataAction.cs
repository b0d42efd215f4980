namespace Streaming.Transport.Settings;

/// <summary>What is done about a key of metadata that may not be there.</summary>
public enum MetadataAction
{
    /// <summary>The message is refused with FILTER_METADATA.</summary>
    Reject,

    /// <summary>The key is taken away.</summary>
    Drop,
}
