namespace Streaming.Transport.Settings;

/// <summary>What is done with a message that looks like spam.</summary>
public enum SpamAction
{
    /// <summary>It is refused with FILTER_SPAM.</summary>
    Block,

    /// <summary>It is delivered with <c>spam</c> in its <c>metadata.flags</c>.</summary>
    Flag,
}
