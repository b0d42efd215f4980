namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Counts</c>. Back ends are not held to it.</summary>
public sealed class CountFilterOptions
{
    /// <summary>False: nothing is counted.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Mentions (<c>@name</c>) in one message, 0 to 1,000; 0 is no limit.</summary>
    public int MaxMentions { get; set; } = 5;

    /// <summary>Emoji in one message, 0 to 10,000; 0 is no limit.</summary>
    public int MaxEmoji { get; set; }

    /// <summary>The same character in a row, 0 to 10,000; 0 is no limit.</summary>
    public int MaxRepeated { get; set; }
}
