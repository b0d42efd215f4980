using System.Text.Json;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>A number of JSON: exact up to 28 digits, about right beyond.</summary>
/// <param name="Exact">Null where a decimal cannot hold it.</param>
/// <param name="Rough">In any case; infinite beyond 1.8e308.</param>
internal readonly record struct SchemaNumber(decimal? Exact, double Rough) : IComparable<SchemaNumber>
{
    // Within these, remainders of decimals are exact.
    private const decimal Large = 1e14m;
    private const decimal Small = 1e-14m;

    public bool IsWhole => Exact is { } exact ? decimal.Truncate(exact) == exact : Math.Truncate(Rough) == Rough;

    /// <param name="json">Stands on a number.</param>
    public static SchemaNumber Of(ref Utf8JsonReader json)
    {
        double rough = json.TryGetDouble(out double value) ? value : double.NaN;
        // Zero may be what was left of a number that is too small.
        return json.TryGetDecimal(out decimal exact) && (exact != 0 || rough == 0) ? new(exact, rough) : new(null, rough);
    }

    public int CompareTo(SchemaNumber other) =>
        Exact is { } left && other.Exact is { } right ? left.CompareTo(right) : Rough.CompareTo(other.Rough);

    public bool IsMultipleOf(SchemaNumber other)
    {
        if (Exact is { } number && other.Exact is { } unit && Math.Abs(number) <= Large && unit >= Small)
            return number % unit == 0;
        double times = Rough / other.Rough;
        return double.IsFinite(times) && Math.Truncate(times) == times;
    }
}
