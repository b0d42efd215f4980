using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest.OpenApi;

/// <summary>Writes <see cref="RestRoutes"/> into an OpenAPI document.</summary>
internal sealed partial class RestDescription : IOpenApiDocumentTransformer
{
    /// <summary>Beside each answer that is an error: the codes that come with its status.</summary>
    public const string CodesExtension = "x-error-codes";

    private const string JsonType = "application/json";
    private const string ProblemType = "application/problem+json";
    private const string Bearer = "bearer";
    private const string ApiKey = "api_key";

    // What every address answers, whatever it does.
    private static readonly ErrorCode[] Common =
    [
        ErrorCode.InvalidMessage, ErrorCode.MessageTooLarge, ErrorCode.Unauthorized, ErrorCode.Forbidden, ErrorCode.RateLimited,
        ErrorCode.FeatureDisabled, ErrorCode.Internal, ErrorCode.Unavailable, ErrorCode.Timeout,
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Streaming rooms server";
        document.Info.Version = "1";
        document.Info.Description = "REST, as docs/protocol.md has it in section 7. What clients hear and say over WebSocket is in docs/asyncapi.yaml.";
        DescribeCredentials(document);
        var schemas = new SchemaWriter(document);
        foreach (var rows in RestRoutes.All.GroupBy(static row => row.Pattern))
        {
            var item = new OpenApiPathItem();
            foreach (var row in rows)
                item.AddOperation(new HttpMethod(row.Method), Describe(row, schemas));
            document.Paths.Add(RestRoutes.Root + rows.Key, item);
        }

        return Task.CompletedTask;
    }

    private static void DescribeCredentials(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(
            Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" });
        document.AddComponent<IOpenApiSecurityScheme>(
            ApiKey, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key" });
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKey, document)] = [] },
        ];
    }

    private static OpenApiOperation Describe(RestRoute row, SchemaWriter schemas)
    {
        var operation = new OpenApiOperation
        {
            Summary = row.Summary,
            OperationId = OperationId(row),
            Parameters = [.. Parameters(row, schemas)],
            Responses = new OpenApiResponses { [Status(row.Status)] = Success(row, schemas) },
        };
        if (row.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = body.Properties.Any(static property => property.IsRequired),
                Content = Content(JsonType, schemas.Write(body)),
            };
        }

        foreach (var codes in Common.Concat(row.Errors).Distinct().GroupBy(static code => code.Status()).OrderBy(static codes => codes.Key))
            operation.Responses[Status(codes.Key)] = Failure(codes.Key, [.. codes], schemas);
        return operation;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(RestRoute row, SchemaWriter schemas)
    {
        foreach (Match parameter in PathParameter().Matches(row.Pattern))
        {
            string name = parameter.Groups[1].Value;
            yield return new OpenApiParameter
            {
                Name = name, In = ParameterLocation.Path, Required = true, Schema = schemas.Write(PathSchema(name)),
            };
        }

        foreach (var parameter in row.Query)
        {
            yield return new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Description, Schema = schemas.Write(parameter.Value),
            };
        }

        if (row.IsRead)
            yield break;
        yield return new OpenApiParameter
        {
            Name = IdempotencyKey.Header, In = ParameterLocation.Header, Schema = schemas.Write(RestSchemas.RequestIdText),
            Description = "Names the request: sent again within five minutes it has no second effect, and the same answer.",
        };
    }

    private static Schema PathSchema(string name) => name switch
    {
        RestPath.ReactionParameter => Schema.Text(Streaming.Actors.Rooms.MessageAnnotations.MaxReactionLength),
        RestPath.CodeParameter => Schema.Text(Streaming.Actors.Rooms.Invite.MaxCodeLength),
        _ => Schema.Id,
    };

    private static OpenApiResponse Success(RestRoute row, SchemaWriter schemas) => new()
    {
        Description = "Done.",
        Content = row.Answer is { } answer ? Content(JsonType, schemas.Write(answer)) : null,
    };

    private static OpenApiResponse Failure(int status, IReadOnlyList<ErrorCode> codes, SchemaWriter schemas) => new()
    {
        Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", codes.Select(static code => code.Name()))}.",
        Content = Content(ProblemType, schemas.Write(RestSchemas.Problem)),
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            [CodesExtension] = new JsonNodeExtension(new JsonArray([.. codes.Select(static code => (JsonNode)code.Name())])),
        },
    };

    private static Dictionary<string, OpenApiMediaType> Content(string type, IOpenApiSchema schema) =>
        new() { [type] = new OpenApiMediaType { Schema = schema } };

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);

    // "PUT /rooms/{room}/bans/{user}" is put_rooms_bans: names that tools make methods of.
    private static string OperationId(RestRoute row)
    {
        var words = row.Pattern.Split(['/', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => !word.StartsWith('{'));
        string id = $"{row.Method.ToLowerInvariant()}_{string.Join('_', words)}";
        return row.Pattern.EndsWith('}') ? $"{id}_one" : id;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
