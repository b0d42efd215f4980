namespace Streaming.Transport.Rest.OpenApi;

/// <summary>What a JSON value is like: as much of JSON Schema as REST needs to be described.</summary>
/// <param name="Type">As JSON Schema calls it; null for any value.</param>
internal sealed record Schema(string? Type)
{
    /// <summary>Under which name it stands among the components; null: where it is used.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Format { get; init; }

    public string? Pattern { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    /// <summary>The words that it can be; empty for any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether null may stand in its place.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Of a list.</summary>
    public Schema? Items { get; init; }

    public int? MaxItems { get; init; }

    /// <summary>Of an object.</summary>
    public IReadOnlyList<Property> Properties { get; init; } = [];

    /// <summary>Of an object with names that are not known before: what stands under each.</summary>
    public Schema? Values { get; init; }

    public static Schema Any { get; } = new((string?)null) { Description = "Any JSON value." };

    public static Schema AnyObject { get; } = new("object") { Description = "Any JSON object." };

    public static Schema Flag { get; } = new("boolean");

    public static Schema Time { get; } = new("string") { Format = "date-time" };

    public static Schema Id { get; } = new("string") { Pattern = "^[A-Za-z0-9_.:@-]{1,128}$" };

    public static Schema Text(int maxLength, int minLength = 1) => new("string") { MinLength = minLength, MaxLength = maxLength };

    public static Schema Integer(long minimum, long? maximum = null) => new("integer") { Minimum = minimum, Maximum = maximum };

    public static Schema OneOf(IEnumerable<string> words) => new("string") { Words = [.. words] };

    public static Schema List(Schema items, int? max = null) => new("array") { Items = items, MaxItems = max };

    public static Schema Object(params IReadOnlyList<Property> properties) => new("object") { Properties = properties };

    /// <summary>The same, under a name among the components.</summary>
    public Schema Named(string name) => this with { Name = name };

    public Schema OrNull() => this with { IsNullable = true };
}
