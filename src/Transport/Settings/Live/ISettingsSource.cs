namespace Streaming.Transport.Settings.Live;

/// <summary>Port: where settings came from, and can be read again. Without one only the files that settings name are.</summary>
public interface ISettingsSource
{
    /// <summary>The files that settings stand in, those that could be there among them.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Reads all settings again. Does not throw over what stands in the files.</summary>
    SettingsReading Read();
}
