namespace Streaming.Transport.Settings.Live;

/// <summary>Settings that an application has made in code: there is nothing to read again.</summary>
internal sealed class NoSettingsSource : ISettingsSource
{
    public IReadOnlyList<string> Files => [];

    public SettingsReading Read() => throw new System.Diagnostics.UnreachableException();
}
