namespace Streaming.Node.Settings;

/// <summary>What one source sets: a file, the environment, the command line.</summary>
/// <param name="Values">By key, as in <c>Streaming:Limits:MaxMessageSize</c>; keys have no case.</param>
/// <param name="NameOf">How the place of a key in this source is called, for people.</param>
internal sealed record SettingLayer(IReadOnlyDictionary<string, string> Values, Func<string, string> NameOf)
{
    public static Dictionary<string, string> NewValues() => new(StringComparer.OrdinalIgnoreCase);
}
