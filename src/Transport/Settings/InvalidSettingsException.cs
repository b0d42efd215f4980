namespace Streaming.Transport.Settings;

/// <summary>The settings cannot be used; nothing has been started. Thrown while services are added, never later.</summary>
public sealed class InvalidSettingsException(IReadOnlyList<SettingProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>All problems that were found, not only the first.</summary>
    public IReadOnlyList<SettingProblem> Problems { get; } = problems;
}
