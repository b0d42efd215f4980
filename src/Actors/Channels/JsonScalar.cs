using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Streaming.Actors.Channels;

/// <summary>
/// JSON strings, numbers, true, false and null as texts that are equal exactly where the values are: <c>1</c>, <c>1.0</c> and <c>1e0</c> are
/// one number, and <c>"1"</c> is none.
/// </summary>
internal static class JsonScalar
{
    /// <summary>Whatever a log has in it can be looked at, also what a deeper reader than ours let in.</summary>
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1_000 };

    public static Utf8JsonReader Read(ReadOnlySpan<byte> json) => new(json, Deep);

    /// <summary>The value that the reader stands on; null for an object, an array, and what is no text.</summary>
    public static string? Of(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => TextOf(ref reader) is { } text ? "s" + text : null,
        JsonTokenType.Number => "n" + NumberOf(ref reader),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => null,
    };

    /// <summary>A string or the name of a property. Null: half a surrogate pair is valid JSON, and no text.</summary>
    public static string? TextOf(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped && HalfPairs.AreIn(reader.ValueSpan) ? null : reader.GetString();

    private static string NumberOf(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long whole))
            return whole.ToString(CultureInfo.InvariantCulture);
        if (reader.TryGetDecimal(out decimal exact))
            return exact.ToString("G29", CultureInfo.InvariantCulture);

        // Beyond what a decimal holds two numbers are the same if they are written so.
        return Encoding.UTF8.GetString(reader.ValueSpan);
    }
}
