namespace Streaming.Transport.Settings.Live;

/// <summary>Settings that were read again. A closed set.</summary>
public abstract record SettingsReading
{
    private SettingsReading()
    {
    }

    /// <param name="Options">The settings as they are now.</param>
    /// <param name="Changes">What is not as it was when they were read last.</param>
    public sealed record Good(StreamingOptions Options, IReadOnlyList<SettingChange> Changes) : SettingsReading;

    /// <param name="Problems">A line each, for people.</param>
    public sealed record Broken(IReadOnlyList<string> Problems) : SettingsReading;
}

/// <param name="Key">With the section.</param>
/// <param name="Value">As it may be shown; null for a secret.</param>
/// <param name="IsLive">Whether it is taken over while the server runs.</param>
public sealed record SettingChange(string Key, string? Value, bool IsLive);
