using System.Globalization;

namespace Streaming.Node.Settings.Values;

/// <summary>A number between two bounds, both allowed.</summary>
/// <param name="min">The least.</param>
/// <param name="max">The greatest.</param>
/// <param name="unit">What is counted, for people: "bytes".</param>
internal sealed class WholeNumber(int min, int max, string? unit = null) : IValueKind<int>
{
    public string Allowed { get; } = string.Create(
        CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}{(unit is null ? "" : " " + unit)}");

    public bool TryParse(IReadOnlyList<string> texts, out int value) =>
        int.TryParse(texts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && value >= min && value <= max;

    public string Format(int value) => value.ToString(CultureInfo.InvariantCulture);
}
