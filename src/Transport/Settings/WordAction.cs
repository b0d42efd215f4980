namespace Streaming.Transport.Settings;

/// <summary>What is done with a message in which a listed word stands.</summary>
public enum WordAction
{
    /// <summary>It is refused with FILTER_WORD.</summary>
    Block,

    /// <summary>The word is replaced.</summary>
    Replace,

    /// <summary>It is delivered with <c>word</c> in its <c>metadata.flags</c>.</summary>
    Flag,
}
