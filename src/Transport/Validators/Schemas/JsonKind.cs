using System.Diagnostics;
using System.Text.Json;

namespace Streaming.Transport.Validators.Schemas;

internal static class JsonKind
{
    /// <summary>All types that the value is of: a whole number is of two.</summary>
    /// <param name="json">Stands on the first token of a value, or on a name, which is a string.</param>
    public static JsonKinds Of(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => JsonKinds.Null,
        JsonTokenType.True or JsonTokenType.False => JsonKinds.Boolean,
        JsonTokenType.Number => SchemaNumber.Of(ref json).IsWhole ? JsonKinds.Integer | JsonKinds.Number : JsonKinds.Number,
        JsonTokenType.String or JsonTokenType.PropertyName => JsonKinds.String,
        JsonTokenType.StartArray => JsonKinds.Array,
        JsonTokenType.StartObject => JsonKinds.Object,
        _ => throw new UnreachableException(),
    };

    /// <returns>None for what is no type.</returns>
    public static JsonKinds Named(string? name) => name switch
    {
        "null" => JsonKinds.Null,
        "boolean" => JsonKinds.Boolean,
        "integer" => JsonKinds.Integer,
        "number" => JsonKinds.Number,
        "string" => JsonKinds.String,
        "array" => JsonKinds.Array,
        "object" => JsonKinds.Object,
        _ => JsonKinds.None,
    };
}
