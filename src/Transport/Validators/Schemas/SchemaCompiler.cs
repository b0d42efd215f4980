using System.Text;
using System.Text.Json;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>
/// Makes a schema of JSON, by the part of JSON Schema 2020-12 that docs/validators.md lists. A keyword that is not known is refused: a rule that is
/// passed over in silence protects nobody. References lead within the file; nothing is ever fetched.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly string[] Annotations =
    [
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format",
        "contentEncoding", "contentMediaType",
    ];

    private readonly JsonElement _root;
    private readonly Dictionary<string, SchemaNode> _nodes = [];

    private SchemaCompiler(JsonElement root) => _root = root;

    /// <exception cref="SchemaFault">It cannot be used.</exception>
    public static SchemaNode Compile(JsonElement root)
    {
        var compiler = new SchemaCompiler(root);
        var node = compiler.At(root, "#");
        SchemaCycles.Refuse(compiler._nodes);
        return node;
    }

    public static SchemaNumber Number(JsonElement value)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(value.GetRawText()));
        json.Read();
        return SchemaNumber.Of(ref json);
    }

    /// <summary>The schema at a place, made once.</summary>
    internal SchemaNode At(JsonElement schema, string where)
    {
        if (_nodes.TryGetValue(where, out var made))
            return made;
        // Before its parts, which may lead back to it.
        var node = _nodes[where] = new SchemaNode();
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.IsNever = true;
                break;
            case JsonValueKind.Object:
                Fill(node, new SchemaKeywords(this, schema, where));
                break;
            default:
                throw new SchemaFault(where, "must be a schema: an object, true or false");
        }

        return node;
    }

    /// <summary>The schema that a <c>$ref</c> names.</summary>
    internal SchemaNode Referred(string reference, string where)
    {
        if (reference != "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
            throw new SchemaFault(where, "refers to something outside of the file, or by a name; only #/… is supported, and nothing is fetched");
        var at = _root;
        foreach (string step in reference.Split('/').Skip(1))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            bool isThere = at.ValueKind switch
            {
                JsonValueKind.Object => at.TryGetProperty(name, out at),
                JsonValueKind.Array when int.TryParse(name, out int index) && index >= 0 && index < at.GetArrayLength() => (at = at[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!isThere)
                throw new SchemaFault(where, "refers to something that is not there");
        }

        return At(at, reference);
    }

    private static void Fill(SchemaNode node, SchemaKeywords keywords)
    {
        node.Combined = keywords.ReadCombined();
        (node.Kinds, node.KindFault) = keywords.ReadKinds();
        node.Sets = keywords.ReadSets();
        node.Strings = keywords.ReadStrings();
        node.Numbers = keywords.ReadNumbers();
        node.Arrays = keywords.ReadArrays();
        node.Objects = keywords.ReadObjects();
        keywords.RefuseOthers(Annotations);
    }
}
