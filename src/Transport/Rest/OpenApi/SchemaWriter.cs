using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Streaming.Transport.Rest.OpenApi;

/// <summary>Writes schemas into an OpenAPI document: those that have a name once, among its components.</summary>
internal sealed class SchemaWriter(OpenApiDocument document)
{
    public IOpenApiSchema Write(Schema schema)
    {
        if (schema.Name is not { } name)
            return Whole(schema);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent<IOpenApiSchema>(name, Whole(schema));
        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiSchema Whole(Schema schema)
    {
        var whole = new OpenApiSchema
        {
            Type = TypeOf(schema),
            Description = schema.Description,
            Format = schema.Format,
            Pattern = schema.Pattern,
            MinLength = schema.MinLength,
            MaxLength = schema.MaxLength,
            Minimum = schema.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = schema.Maximum?.ToString(CultureInfo.InvariantCulture),
            MaxItems = schema.MaxItems,
            Items = schema.Items is { } items ? Write(items) : null,
            AdditionalProperties = schema.Values is { } values ? Write(values) : null,
        };
        if (schema.Words.Count > 0)
            whole.Enum = [.. schema.Words.Select(static word => (JsonNode)word)];
        if (schema.Properties.Count == 0)
            return whole;

        whole.Properties = schema.Properties.ToDictionary(static property => property.Name, property => Write(property.Value));
        whole.Required = schema.Properties.Where(static property => property.IsRequired).Select(static property => property.Name).ToHashSet();
        return whole;
    }

    private static JsonSchemaType? TypeOf(Schema schema)
    {
        JsonSchemaType? type = schema.Type switch
        {
            null => null,
            "string" => JsonSchemaType.String,
            "integer" => JsonSchemaType.Integer,
            "boolean" => JsonSchemaType.Boolean,
            "array" => JsonSchemaType.Array,
            "object" => JsonSchemaType.Object,
            _ => throw new ArgumentException($"no JSON value is of the type {schema.Type}", nameof(schema)),
        };
        return schema.IsNullable ? type | JsonSchemaType.Null : type;
    }
}
