using System.Text;
using System.Text.Json;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>The values of an <c>enum</c>, or the one of a <c>const</c>: texts, numbers, true, false and null.</summary>
internal sealed class ScalarSet
{
    private readonly (byte[] Utf8, string Text)[] _texts;
    private readonly SchemaNumber[] _numbers;
    private readonly bool _true;
    private readonly bool _false;
    private readonly bool _null;

    /// <exception cref="SchemaFault">One of them is an object or a list.</exception>
    public ScalarSet(IReadOnlyList<JsonElement> values, string where)
    {
        if (values.Any(static value => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
            throw new SchemaFault(where, "holds an object or a list; only texts, numbers, true, false and null are supported");
        Count = values.Count;
        _texts = [.. Of(JsonValueKind.String).Select(static value => (Encoding.UTF8.GetBytes(value.GetString()!), value.GetString()!))];
        _numbers = [.. Of(JsonValueKind.Number).Select(static value => SchemaCompiler.Number(value))];
        (_true, _false, _null) = (Of(JsonValueKind.True).Any(), Of(JsonValueKind.False).Any(), Of(JsonValueKind.Null).Any());

        IEnumerable<JsonElement> Of(JsonValueKind kind) => values.Where(value => value.ValueKind == kind);
    }

    public int Count { get; }

    public bool Holds(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName => HoldsText(ref json),
        JsonTokenType.Number => HoldsNumber(SchemaNumber.Of(ref json)),
        JsonTokenType.True => _true,
        JsonTokenType.False => _false,
        JsonTokenType.Null => _null,
        _ => false,
    };

    private bool HoldsText(ref Utf8JsonReader json)
    {
        foreach (var (utf8, text) in _texts)
        {
            if (json.Is(utf8, text))
                return true;
        }

        return false;
    }

    private bool HoldsNumber(SchemaNumber number)
    {
        foreach (var one in _numbers)
        {
            if (one.CompareTo(number) == 0)
                return true;
        }

        return false;
    }
}
