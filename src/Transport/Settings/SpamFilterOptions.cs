namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Spam</c>. Back ends are not held to it.</summary>
public sealed class SpamFilterOptions
{
    /// <summary>False: no score is made.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Points (docs/filters.md) from which a message is spam, 0 to 1,000; 0 is never.</summary>
    public int Threshold { get; set; }

    /// <summary>What is done with spam.</summary>
    public SpamAction Action { get; set; } = SpamAction.Block;
}
