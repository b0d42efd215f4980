namespace Streaming.Transport.Settings;

/// <summary>What is done with a message whose data is too large.</summary>
public enum SizeAction
{
    /// <summary>It is refused with FILTER_SIZE.</summary>
    Reject,

    /// <summary>Its longest string is cut; where that does not help it is refused.</summary>
    Truncate,
}
