using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Streaming.Actors.Channels;

/// <summary>
/// Which messages of a channel a listener wants, by their metadata: each field of the filter has to be there, with one of the values that
/// the filter names. Two filters that say the same are equal, so that a node works one out once for all who have it.
/// </summary>
public sealed class ChannelFilter : IEquatable<ChannelFilter>
{
    public const int MaxFields = 10;
    public const int MaxValues = 20;

    /// <summary>Longest name of a field and longest string to compare with, in characters.</summary>
    public const int MaxTextLength = 128;

    private const string FieldRule = "must be an object of at most 10 fields, with names of 1 to 128 characters";
    private const string ValueRule =
        "must give each field a value or a list of 1 to 20, each a string of at most 128 characters, a number, true, false or null";

    /// <summary>One of these has to match in all its fields.</summary>
    private readonly ImmutableArray<ImmutableArray<Field>> _alternatives;
    private readonly string _text;

    private ChannelFilter(ImmutableArray<ImmutableArray<Field>> alternatives, string text) => (_alternatives, _text) = (alternatives, text);

    /// <summary>The filter as it was read; only of one that was.</summary>
    public ReadOnlyMemory<byte> Json { get; private init; }

    /// <summary>Reads a filter.</summary>
    /// <param name="json">A JSON value that has been checked; kept.</param>
    /// <param name="problem">What is wrong, as the end of a sentence that begins with the field's name; null if nothing is.</param>
    /// <returns>Null where there is a problem, and for a filter without fields, which lets everything pass.</returns>
    public static ChannelFilter? Read(ReadOnlyMemory<byte> json, out string? problem)
    {
        var fields = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var reader = JsonScalar.Read(json.Span);
        problem = reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadFields(ref reader, fields) : FieldRule;
        if (problem is not null || fields.Count == 0)
            return null;

        ImmutableArray<Field> all = [.. fields.Select(static one => new Field(one.Key, one.Value))];
        return new ChannelFilter([all], TextOf(all)) { Json = json };
    }

    /// <summary>What either lets pass. Null: everything.</summary>
    public static ChannelFilter? Either(ChannelFilter? one, ChannelFilter? other)
    {
        if (one is null || other is null)
            return null;

        return one.Equals(other) ? one : new ChannelFilter([.. one._alternatives, .. other._alternatives], $"{one._text}\n{other._text}");
    }

    /// <param name="metadata">A JSON object, or empty.</param>
    public bool Matches(ReadOnlyMemory<byte> metadata)
    {
        if (metadata.IsEmpty)
            return false;

        Dictionary<string, string?> values = ValuesIn(metadata.Span);
        return _alternatives.Any(fields => fields.All(field =>
            values.TryGetValue(field.Name, out string? value) && value is not null && field.Values.Contains(value)));
    }

    public bool Equals(ChannelFilter? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as ChannelFilter);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;

    private static string? ReadFields(ref Utf8JsonReader reader, SortedDictionary<string, ImmutableArray<string>> fields)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonScalar.TextOf(ref reader) is not { Length: > 0 and <= MaxTextLength } name || fields.Count == MaxFields || fields.ContainsKey(name))
                return FieldRule;
            reader.Read();
            if (ReadValues(ref reader) is not { } values)
                return ValueRule;

            fields.Add(name, values);
        }

        return null;
    }

    private static ImmutableArray<string>? ReadValues(ref Utf8JsonReader reader)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartArray)
            return TryAdd(ref reader, values) ? [.. values] : null;

        for (int count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count == MaxValues || !TryAdd(ref reader, values))
                return null;
        }

        return values.Count == 0 ? null : [.. values];
    }

    // The value's kind is one character more.
    private static bool TryAdd(ref Utf8JsonReader reader, SortedSet<string> values)
    {
        if (JsonScalar.Of(ref reader) is not { Length: <= MaxTextLength + 1 } value)
            return false;

        values.Add(value);
        return true;
    }

    private static string TextOf(ImmutableArray<Field> fields)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        foreach (Field field in fields)
        {
            json.WriteStartArray(field.Name);
            foreach (string value in field.Values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>What the message says of the fields that this filter asks for. Of a name that comes twice the last counts, as everywhere.</summary>
    private Dictionary<string, string?> ValuesIn(ReadOnlySpan<byte> metadata)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var reader = JsonScalar.Read(metadata);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = JsonScalar.TextOf(ref reader);
            reader.Read();
            if (name is not null && _alternatives.Any(fields => fields.Any(field => field.Name == name)))
                values[name] = JsonScalar.Of(ref reader);
            reader.Skip();
        }

        return values;
    }

    private readonly record struct Field(string Name, ImmutableArray<string> Values);
}
