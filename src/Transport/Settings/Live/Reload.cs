namespace Streaming.Transport.Settings.Live;

/// <summary>How reading something again went. A closed set.</summary>
internal abstract record Reload(string What)
{
    /// <summary>It holds what its files say now.</summary>
    public sealed record Done(string What) : Reload(What);

    /// <summary>It was made again because settings changed; its files have not.</summary>
    public sealed record Unchanged(string What) : Reload(What);

    /// <summary>What was good last goes on to hold.</summary>
    public sealed record Broken(string What, IReadOnlyList<string> Problems) : Reload(What);

    /// <summary>The settings themselves are others.</summary>
    public sealed record Settings(IReadOnlyList<SettingChange> Changes) : Reload(LiveSettings.Self);
}
