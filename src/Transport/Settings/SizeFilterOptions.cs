namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Size</c>.</summary>
public sealed class SizeFilterOptions
{
    /// <summary>False: the size is not looked at.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Bytes of <c>data</c>, 0 to 1,048,576; 0 is no limit but that of messages.</summary>
    public int MaxBytes { get; set; }

    /// <summary>What is done with larger ones.</summary>
    public SizeAction Action { get; set; } = SizeAction.Reject;

    /// <summary>Bytes of <c>data</c> that are left of larger ones, 16 to 1,048,576, and at most <see cref="MaxBytes"/>.</summary>
    public int TruncateTo { get; set; } = 1024;
}
