using System.Globalization;
using System.Text.Json.Nodes;
using Streaming.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Streaming.Transport.Tests.Protocol;

/// <summary><c>docs/asyncapi.yaml</c>, read.</summary>
internal sealed class AsyncApiDocument
{
    private AsyncApiDocument(JsonObject root) => Root = root;

    public JsonObject Root { get; }

    public JsonObject Connection => Root["channels"]!["connection"]!.AsObject();

    public JsonObject Schemas => Root["components"]!["schemas"]!.AsObject();

    public static AsyncApiDocument Read()
    {
        var yaml = new YamlStream();
        using var text = new StreamReader(Checkout.PathOf("docs", "asyncapi.yaml"));
        yaml.Load(text);
        return new AsyncApiDocument(ToJson(yaml.Documents[0].RootNode)!.AsObject());
    }

    /// <summary>The messages of an operation, each with its type, its event ("" for none), its schema and its examples.</summary>
    public IEnumerable<(string Type, string Event, JsonObject Payload, JsonArray Examples)> MessagesOf(string operation) =>
        from reference in Root["operations"]![operation]!["messages"]!.AsArray()
        let message = Resolve(reference!)
        let payload = message["payload"]!.AsObject()
        select (
            (string)payload["properties"]!["type"]!["const"]!, (string?)payload["properties"]!["event"]?["const"] ?? "", payload,
            message["examples"]?.AsArray() ?? []);

    /// <summary>What is at the end of references.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        while (node["$ref"] is { } reference)
        {
            JsonNode target = Root;
            foreach (string step in ((string)reference!).TrimStart('#', '/').Split('/'))
                target = target[step] ?? throw new InvalidOperationException($"{reference} leads nowhere");
            node = target;
        }

        return node.AsObject();
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(static one =>
            KeyValuePair.Create(((YamlScalarNode)one.Key).Value!, ToJson(one.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var plain } => plain switch
        {
            "true" => true,
            "false" => false,
            "null" or "" => null,
            _ => long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : plain,
        },
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"a {node.NodeType} is not expected here"),
    };
}
