using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>An OpenAPI document, as something that answers are held against.</summary>
internal sealed class OpenApiContract(JsonObject document)
{
    private readonly List<(Regex Path, JsonObject Item)> _paths =
    [
        .. document["paths"]!.AsObject()
            .OrderBy(static path => path.Key.Count(static c => c == '{'))
            .Select(static path => (new Regex($"^{Regex.Replace(path.Key, @"\{\w+\}", "[^/]+")}$"), path.Value!.AsObject())),
    ];

    public JsonObject Document => document;

    /// <summary>The operation; null where the document has none.</summary>
    public JsonObject? Find(string method, string path) =>
        _paths.Where(one => one.Path.IsMatch(path)).Select(one => one.Item[method.ToLowerInvariant()]?.AsObject()).FirstOrDefault(static found => found is not null);

    /// <summary>Fails unless the document says that such an answer may come.</summary>
    public void Check(string method, string path, int status, string? mediaType, JsonNode? body)
    {
        if (Find(method, path) is not { } operation)
            return;

        var answer = operation["responses"]![$"{status}"];
        Assert.True(answer is not null, $"{method} {path} is not said to answer {status}: {body?.ToJsonString()}");
        if (answer["x-error-codes"] is JsonArray codes)
        {
            string? code = (string?)body!["code"];
            Assert.True(codes.Any(one => (string?)one == code), $"{method} {path} is not said to answer {status} with {code}");
        }

        if (answer["content"] is not JsonObject content)
            return;
        var schema = content[mediaType ?? ""]?["schema"];
        Assert.True(schema is not null, $"{method} {path} is not said to answer {mediaType}");
        var problems = new List<string>();
        FindProblems(schema, body, "", problems);
        Assert.True(problems.Count == 0, $"{method} {path} answers what it is not said to: {string.Join("; ", problems)} in {body?.ToJsonString()}");
    }

    /// <summary>What of a value is not as a schema has it. Of objects whose properties are named no others may be there.</summary>
    public void FindProblems(JsonNode schema, JsonNode? value, string place, List<string> problems)
    {
        schema = Resolve(schema);
        if (schema["type"] is { } type && !TypesOf(type).Any(one => IsOf(value, one)))
        {
            problems.Add($"{place} is not {type.ToJsonString()}");
            return;
        }

        if (schema["enum"] is JsonArray words && !words.Any(word => (string?)word == (string?)value))
            problems.Add($"{place} is none of {words.ToJsonString()}");
        switch (value)
        {
            case JsonObject members:
                FindProblems(schema, members, place, problems);
                break;
            case JsonArray items when schema["items"] is { } itemSchema:
                for (int i = 0; i < items.Count; i++)
                    FindProblems(itemSchema, items[i], $"{place}[{i}]", problems);
                break;
            case JsonValue when schema["pattern"] is { } pattern && !Regex.IsMatch((string)value!, (string)pattern!):
                problems.Add($"{place} does not match {pattern}");
                break;
            case JsonValue when schema["minimum"] is { } minimum && value.GetValue<double>() < minimum.GetValue<double>():
                problems.Add($"{place} is below {minimum}");
                break;
            case JsonValue when schema["maxLength"] is { } longest && ((string)value!).Length > (int)longest:
                problems.Add($"{place} is longer than {longest}");
                break;
            case JsonValue when (string?)schema["format"] == "date-time" && !Regex.IsMatch((string)value!, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"):
                problems.Add($"{place} is no time");
                break;
            default:
                break;
        }
    }

    public JsonNode Resolve(JsonNode schema)
    {
        while (schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!;
        return schema;
    }

    private void FindProblems(JsonNode schema, JsonObject members, string place, List<string> problems)
    {
        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey((string)required!))
                problems.Add($"{place}.{required} is missing");
        }

        var properties = schema["properties"]?.AsObject();
        foreach (var (name, member) in members)
        {
            if (properties?[name] is { } property)
                FindProblems(property, member, $"{place}.{name}", problems);
            else if (schema["additionalProperties"] is JsonObject values)
                FindProblems(values, member, $"{place}.{name}", problems);
            else if (properties is not null)
                problems.Add($"{place}.{name} is not described");
        }
    }

    private static IEnumerable<string> TypesOf(JsonNode type) => type is JsonArray many ? many.Select(static one => (string)one!) : [(string)type!];

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "integer" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number && value.GetValue<double>() % 1 == 0,
        _ => throw new InvalidOperationException($"no schema here has the type {type}"),
    };
}
