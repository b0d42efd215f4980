namespace Streaming.Transport.Settings;

/// <summary>One thing that is wrong with the settings.</summary>
/// <param name="Key">The setting, without the section: <c>Jwt:Secret</c>.</param>
/// <param name="Value">What it is set to; null when that is missing, or a secret.</param>
/// <param name="Allowed">What it may be, as the end of a sentence: "must be …", or what to do about it.</param>
public sealed record SettingProblem(string Key, string? Value, string Allowed)
{
    public override string ToString() => Value is null ? $"{Key} {Allowed}" : $"{Key} = {Value} {Allowed}";
}
