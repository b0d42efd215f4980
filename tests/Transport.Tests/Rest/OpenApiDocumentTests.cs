using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Transport.Protocol;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>The OpenAPI document says of REST what there is, and all of it.</summary>
public sealed class OpenApiDocumentTests : IAsyncLifetime
{
    private static readonly string[] Reads = ["get"];

    private StreamingServer _server = null!;
    private OpenApiContract _contract = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
        using var rest = new RestClient(_server.Http);
        _contract = await rest.ContractAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void Document_HasEveryRoute_AndNoOther()
    {
        var served = _server.Endpoints
            .Where(static endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(static endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Where(static method => method != HttpMethods.Options)
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}"));

        Assert.Equal(served.Order(), Operations().Select(static one => $"{one.Method.ToUpperInvariant()} {one.Path}").Order());
    }

    [Fact]
    public void Document_IsOfTheVersionItSays_WithAName()
    {
        Assert.StartsWith("3.1", (string)_contract.Document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal("1", (string?)_contract.Document["info"]!["version"]);
        Assert.Equal(["api_key", "bearer"], _contract.Document["components"]!["securitySchemes"]!.AsObject().Select(static one => one.Key).Order());
    }

    [Fact]
    public void Operations_HaveNamesOfTheirOwn()
    {
        var ids = Operations().Select(static one => (string?)one.Operation["operationId"]).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Operations(), static one => Assert.NotEmpty((string)one.Operation["summary"]!));
    }

    [Fact]
    public void Operations_DescribeTheirAnswer_AndEveryError()
    {
        Assert.All(Operations(), one =>
        {
            var answers = one.Operation["responses"]!.AsObject();
            var success = Assert.Single(answers, static answer => answer.Key[0] == '2').Value!;
            if (success["content"] is { } content)
                Assert.NotNull(_contract.Resolve(content["application/json"]!["schema"]!)["properties"]);
            foreach (var (status, answer) in answers.Where(static answer => answer.Key[0] != '2'))
            {
                var codes = answer!["x-error-codes"]!.AsArray().Select(static code => (string)code!).ToList();
                Assert.NotEmpty(codes);
                Assert.All(codes, code => Assert.Contains(Enum.GetValues<ErrorCode>(), known => known.Name() == code));
                Assert.Equal("Problem", ((string)answer["content"]!["application/problem+json"]!["schema"]!["$ref"]!).Split('/')[^1]);
            }

            string[] common = ["invalid_message", "unauthorized", "forbidden", "rate_limited", "internal", "unavailable", "timeout"];
            Assert.Empty(common.Except(answers.SelectMany(static answer => answer.Value!["x-error-codes"]?.AsArray().Select(static code => (string)code!) ?? [])));
        });
    }

    [Fact]
    public void Operations_NameTheirParameters_AndThatTheyCanBeRepeated()
    {
        Assert.All(Operations(), static one =>
        {
            var parameters = one.Operation["parameters"]?.AsArray() ?? [];
            var inPath = parameters.Where(static parameter => (string?)parameter!["in"] == "path").Select(static parameter => (string)parameter!["name"]!);
            bool isRepeatable = parameters.Any(static parameter => (string?)parameter!["name"] == "Idempotency-Key");

            Assert.Equal(Regex.Matches(one.Path, @"\{(\w+)\}").Select(static match => match.Groups[1].Value), inPath);
            Assert.Equal(!Reads.Contains(one.Method), isRepeatable);
            Assert.All(parameters, static parameter => Assert.NotNull(parameter!["schema"]));
        });
    }

    [Fact]
    public void References_LeadSomewhere()
    {
        foreach (var reference in References(_contract.Document))
            Assert.NotNull(_contract.Resolve(new JsonObject { ["$ref"] = reference }));
    }

    private IEnumerable<(string Method, string Path, JsonObject Operation)> Operations() =>
        from path in _contract.Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key, path.Key, operation.Value!.AsObject());

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member =>
            member is { Key: "$ref", Value: JsonValue target } ? [(string)target!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
