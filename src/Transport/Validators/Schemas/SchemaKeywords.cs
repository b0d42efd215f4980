using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>Reads the keywords of one schema.</summary>
/// <param name="schema">An object.</param>
/// <param name="where">Where it stands, for what is wrong with it and for references to it.</param>
internal sealed class SchemaKeywords(SchemaCompiler compiler, JsonElement schema, string where)
{
    private readonly HashSet<string> _read = [];

    public (JsonKinds Kinds, string Fault) ReadKinds()
    {
        if (Take("type") is not { } type)
            return (JsonKinds.All, "");
        string[] names = type.ValueKind == JsonValueKind.Array ? Texts("type") : [Text("type")!];
        var kinds = names.Select(JsonKind.Named).ToArray();
        if (names.Length == 0 || kinds.Contains(JsonKinds.None))
            throw new SchemaFault(where, "has a type that is none");
        return (kinds.Aggregate(static (all, kind) => all | kind), "must be " + string.Join(" or ", names));
    }

    public IReadOnlyList<ScalarSet> ReadSets()
    {
        var sets = new List<ScalarSet>();
        if (Take("enum") is { } values)
            sets.Add(new ScalarSet(Entries("enum", values), where));
        if (Take("const") is { } value)
            sets.Add(new ScalarSet([value], where));
        return sets;
    }

    public StringRules? ReadStrings()
    {
        int? min = Count("minLength"), max = Count("maxLength");
        var pattern = Take("pattern") is null ? null : SchemaPattern.Parse(Text("pattern")!, where);
        return min is null && max is null && pattern is null ? null : new StringRules(min ?? 0, max ?? int.MaxValue, pattern);
    }

    public NumberRules? ReadNumbers()
    {
        var rules = new NumberRules(Number("minimum"), Number("exclusiveMinimum"), Number("maximum"), Number("exclusiveMaximum"), Number("multipleOf"));
        if (rules.Unit is { Rough: <= 0 })
            throw new SchemaFault(where, "has a multipleOf that is not above 0");
        return rules == new NumberRules(null, null, null, null, null) ? null : rules;
    }

    public ArrayRules? ReadArrays()
    {
        int? min = Count("minItems"), max = Count("maxItems"), minContained = Count("minContains"), maxContained = Count("maxContains");
        var first = Schemas("prefixItems");
        var (rest, contained) = (Schema("items"), Schema("contains"));
        return min is null && max is null && first is null && rest is null && contained is null ? null : new ArrayRules(
            min ?? 0, max ?? int.MaxValue, first ?? [], rest, contained,
            contained is null ? 0 : minContained ?? 1, contained is null ? int.MaxValue : maxContained ?? int.MaxValue);
    }

    public ObjectRules? ReadObjects()
    {
        var members = new SchemaMembers(where);
        foreach (var (name, part) in Named("properties"))
            members.Add(name, part);
        foreach (string name in Texts("required"))
            members.Require(name);
        foreach (var property in Take("dependentRequired") is { } needs ? Members("dependentRequired", needs) : [])
            members.Need(property.Name, TextsOf("dependentRequired", property.Value));
        (Regex, SchemaNode)[] patterns = [.. Named("patternProperties").Select(part => (SchemaPattern.Parse(part.Name, where), part.Schema))];
        var (others, names) = (Schema("additionalProperties"), Schema("propertyNames"));
        int? min = Count("minProperties"), max = Count("maxProperties");
        var all = members.ToList();
        return all.Count == 0 && patterns.Length == 0 && others is null && names is null && min is null && max is null
            ? null
            : new ObjectRules(all, patterns, others, names, min ?? 0, max ?? int.MaxValue);
    }

    public CombinedRules? ReadCombined()
    {
        var all = Schemas("allOf")?.ToList() ?? [];
        if (Take("$ref") is not null)
            all.Insert(0, compiler.Referred(Text("$ref")!, where));
        var rules = new CombinedRules(
            all, Schemas("anyOf"), Schemas("oneOf"), Schema("not"), Schema("if"), Schema("then"), Schema("else"));
        return rules.Parts.Any() ? rules : null;
    }

    /// <exception cref="SchemaFault">There is a keyword that has not been read and is not one of these.</exception>
    public void RefuseOthers(IReadOnlyCollection<string> known)
    {
        foreach (var property in schema.EnumerateObject())
        {
            if (!_read.Contains(property.Name) && !known.Contains(property.Name) && !property.Name.StartsWith("x-", StringComparison.Ordinal))
                throw new SchemaFault(where, $"has the keyword {property.Name}, which is not supported");
            if (property.Name == "$id" && where != "#")
                throw new SchemaFault(where, "has an $id, which is supported at the top only");
        }
    }

    private JsonElement? Take(string keyword)
    {
        _read.Add(keyword);
        return schema.TryGetProperty(keyword, out var value) ? value : null;
    }

    private int? Count(string keyword)
    {
        if (Take(keyword) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || SchemaCompiler.Number(value) is not { IsWhole: true, Rough: >= 0 } number)
            throw new SchemaFault(where, $"has a {keyword} that is no whole number from 0");
        return (int)Math.Min(number.Rough, int.MaxValue);
    }

    private SchemaNumber? Number(string keyword) => Take(keyword) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => SchemaCompiler.Number(value),
        _ => throw new SchemaFault(where, $"has a {keyword} that is no number"),
    };

    private string? Text(string keyword) => Take(keyword) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new SchemaFault(where, $"has a {keyword} that is no text"),
    };

    private string[] Texts(string keyword) => Take(keyword) is { } value ? TextsOf(keyword, value) : [];

    private string[] TextsOf(string keyword, JsonElement value) => [.. Entries(keyword, value).Select(entry =>
        entry.ValueKind == JsonValueKind.String ? entry.GetString()! : throw new SchemaFault(where, $"has a {keyword} that is no list of texts"))];

    private SchemaNode? Schema(string keyword) => Take(keyword) is { } value ? compiler.At(value, $"{where}/{keyword}") : null;

    private SchemaNode[]? Schemas(string keyword) => Take(keyword) is not { } value
        ? null
        : [.. Entries(keyword, value).Select((entry, i) => compiler.At(entry, $"{where}/{keyword}/{i}"))];

    private IEnumerable<(string Name, SchemaNode Schema)> Named(string keyword) => Take(keyword) is not { } value
        ? []
        : Members(keyword, value).Select(part => (part.Name, compiler.At(part.Value, $"{where}/{keyword}/{Escape(part.Name)}")));

    private JsonElement[] Entries(string keyword, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw new SchemaFault(where, $"has a {keyword} that is no list");

    private JsonProperty[] Members(string keyword, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject()] : throw new SchemaFault(where, $"has a {keyword} that is no object");

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
