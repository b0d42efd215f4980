using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>The members of a JSON object in a message. One that is null counts as absent.</summary>
internal sealed class JsonRequestFields : RequestFields, IDisposable
{
    private const int MaxPermissions = 16;

    private readonly JsonDocument? _document;
    private readonly string _place;

    private JsonRequestFields(JsonDocument? document, string place)
    {
        _document = document;
        _place = place;
        if (document is { RootElement.ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            Fail("", "must be an object");
    }

    /// <param name="json">A JSON value that has been checked, or nothing. Read until this is disposed.</param>
    /// <param name="place">The field that it is the value of; empty for a whole body.</param>
    public static JsonRequestFields Of(ReadOnlyMemory<byte> json, string place) =>
        new(json.IsEmpty ? null : JsonDocument.Parse(json), place);

    public override string? Text(string name, int maxLength)
    {
        if (Find(name) is not { } value)
            return null;
        if (TryGetString(value) is { Length: > 0 } text && text.Length <= maxLength)
            return text;
        FailText(name, maxLength);
        return null;
    }

    public override long? Integer(string name, long min, long max)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= min && number <= max)
            return number;
        FailInteger(name, min, max);
        return null;
    }

    public bool? Flag(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fail(name, "must be true or false");
        return null;
    }

    /// <summary>A copy of a JSON object as it was written; empty if absent.</summary>
    public byte[] Object(string name, int maxBytes)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Object && System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray() is var bytes && bytes.Length <= maxBytes)
            return bytes;
        Fail(name, $"must be an object of at most {maxBytes} bytes");
        return [];
    }

    /// <summary>A copy of any JSON value as it was written; empty if absent.</summary>
    public byte[] Raw(string name) =>
        Find(name) is { } value ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray() : [];

    /// <summary>One word of a closed set.</summary>
    public T? Word<T>(string name, WireNames<T> words)
        where T : struct, Enum
    {
        if (Find(name) is not { } value)
            return null;
        if (words.TryParse(TryGetString(value), out var word))
            return word;
        Fail(name, $"must be one of {words.List}");
        return null;
    }

    /// <summary>A list of permissions; none if it is absent.</summary>
    public Permissions Permissions(string name)
    {
        var all = Actors.Rooms.Permissions.None;
        if (Find(name) is not { } value)
            return all;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxPermissions)
        {
            Fail(name, $"must be a list of {Vocabulary.Permissions.List}");
            return all;
        }

        foreach (var one in value.EnumerateArray())
        {
            if (Vocabulary.Permissions.TryParse(TryGetString(one), out var permission))
                all |= permission;
            else
                Fail(name, $"must be a list of {Vocabulary.Permissions.List}");
        }

        return all;
    }

    /// <summary>A list of at most <paramref name="maxCount"/> strings of 1 to <paramref name="maxLength"/> characters.</summary>
    public ImmutableArray<string>? Texts(string name, int maxCount, int maxLength)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= maxCount)
        {
            ImmutableArray<string?> texts = [.. value.EnumerateArray().Select(TryGetString)];
            if (texts.All(text => text is { Length: > 0 } && text.Length <= maxLength))
                return texts!;
        }

        Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a list of at most {maxCount} strings of 1 to {maxLength} characters"));
        return null;
    }

    /// <summary>A string of at most <paramref name="maxLength"/> characters; the empty one for null too, which takes away what there was.</summary>
    public string? Removable(string name, int maxLength)
    {
        if (IsNull(name))
            return "";
        if (Find(name) is not { } value)
            return null;
        if (TryGetString(value) is { } text && text.Length <= maxLength)
            return text;
        Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a string of at most {maxLength} characters, or null"));
        return null;
    }

    /// <summary>A copy of a JSON object as it was written; empty for null, which takes away what there was; null if it is absent.</summary>
    public ReadOnlyMemory<byte>? RemovableObject(string name, int maxBytes) =>
        IsNull(name) || Find(name) is not null ? Object(name, maxBytes) : null;

    /// <summary>The members of an object in the object; none if it is absent.</summary>
    public IEnumerable<JsonProperty> Members(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Object)
            return value.EnumerateObject();
        Fail(name, "must be an object");
        return [];
    }

    /// <summary>Null for what is no string, and for half a surrogate pair, which is valid JSON and no text.</summary>
    public static string? TryGetString(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose() => _document?.Dispose();

    protected override string Describe(string name) =>
        name.Length == 0 ? _place : _place.Length == 0 ? name : $"{_place}.{name}";

    /// <summary>Whether anything is said under this name but null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether null is said under this name, which in a patch takes away what there was.</summary>
    public bool IsNull(string name) => _document is { RootElement: { ValueKind: JsonValueKind.Object } root }
        && Find(name) is null && Problem is null && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    private JsonElement? Find(string name)
    {
        if (_document is not { RootElement: { ValueKind: JsonValueKind.Object } root })
            return null;
        try
        {
            return root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException)
        {
            Fail("", "has a member whose name is not valid text");
            return null;
        }
    }
}
