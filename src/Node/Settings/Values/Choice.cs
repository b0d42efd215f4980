using System.Text.Json;

namespace Streaming.Node.Settings.Values;

/// <summary>One of a closed set, written in snake_case.</summary>
/// <param name="because">What to add to the list of what is allowed.</param>
internal sealed class Choice<T>(string? because = null) : IValueKind<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName =
        Enum.GetValues<T>().ToDictionary(Name, StringComparer.OrdinalIgnoreCase);

    public string Allowed { get; } = $"must be {string.Join(" or ", ByName.Keys)}{because}";

    public bool TryParse(IReadOnlyList<string> texts, out T value) => ByName.TryGetValue(texts[0], out value);

    public string Format(T value) => Name(value);

    private static string Name(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
