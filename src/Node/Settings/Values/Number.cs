using System.Globalization;

namespace Streaming.Node.Settings.Values;

/// <summary>A number with a decimal point or without, between two bounds, both allowed.</summary>
internal sealed class Number(double min, double max) : IValueKind<double>
{
    public string Allowed { get; } = string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}");

    public bool TryParse(IReadOnlyList<string> texts, out double value) =>
        double.TryParse(texts[0], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
        && value >= min && value <= max;

    public string Format(double value) => value.ToString(CultureInfo.InvariantCulture);
}
