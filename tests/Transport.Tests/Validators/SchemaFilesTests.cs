using Streaming.Support;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Validators.Schemas;
using Xunit;

namespace Streaming.Transport.Tests.Validators;

/// <summary>Which schema holds where, and what becomes of files that change or cannot be used.</summary>
public sealed class SchemaFilesTests : IDisposable
{
    private readonly TestFolder _folder = new("schemas");
    private readonly StreamingOptions _options = new();

    public SchemaFilesTests()
    {
        _folder.Write("number.json", """{"type":"number"}""");
        _folder.Write("text.json", """{"type":"string"} // a comment""");
        _options.Validation.Schemas = Write("""
            { "schemas": [
                { "rooms": ["orders.free"], "schema": null },
                { "rooms": ["orders.*"], "channels": ["prices.*"], "content_type": "application/price", "schema": "number.json" },
                { "rooms": ["orders.*"], "schema": "text.json" },
                { "content_type": "text/plain", "schema": "text.json" },
            ] }
            """);
    }

    [Theory]
    [InlineData("lobby", null, null, "true", "")]
    [InlineData("lobby", null, "text/plain", "true", "TYPE_MISMATCH")]
    [InlineData("lobby", null, "Text/Plain; charset=utf-8", "true", "TYPE_MISMATCH")]
    [InlineData("lobby", null, "text/plainer", "true", "")]
    [InlineData("orders.1", null, null, "1", "TYPE_MISMATCH")]
    [InlineData("orders.1", null, null, "\"a\"", "")]
    [InlineData("orders.1", null, "application/price", "1", "")]
    [InlineData("orders.1", null, "application/price", "\"a\"", "TYPE_MISMATCH")]
    [InlineData("orders.free", null, "text/plain", "true", "")]
    [InlineData("orders.1", "prices.eur", "application/price", "\"a\"", "TYPE_MISMATCH")]
    [InlineData("orders.1", "prices.eur", null, "true", "")]
    [InlineData("orders.1", "orders.1", null, "true", "")]
    public void TheFirstLineThatMatches_Counts(string room, string? channel, string? contentType, string data, string code) => Assert.Equal(
        code, ValidatorUnderTest.Ask(Make, o => o.Validation.Schemas = _options.Validation.Schemas, data, "", contentType, room, channel));

    [Fact]
    public void AFolder_HasItsList()
    {
        _options.Validation.Schemas = Path.GetDirectoryName(_options.Validation.Schemas);

        Assert.DoesNotContain(_options.FindProblems(), static problem => problem.Key.StartsWith("Validation", StringComparison.Ordinal));
        Assert.Equal(["schemas.json", "number.json", "schemas.json", "text.json"], SchemaFiles.Paths(_options).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("nothing", "must hold")]
    [InlineData("""{ "schemas": [ { "room": ["a"], "schema": null } ] }""", "line 1")]
    [InlineData("""{ "schemas": [ { "rooms": ["a"] } ] }""", "line 1")]
    [InlineData("""{ "schemas": [ { "rooms": ["a b"], "schema": null } ] }""", "a b is no id")]
    [InlineData("""{ "schemas": [ { "schema": "none.json" } ] }""", "readable file")]
    [InlineData("""{ "schemas": [ { "schema": "../number.json" } ] }""", "same folder")]
    [InlineData("""{ "schemas": [ { "schema": "broken.json" } ] }""", "line 2")]
    [InlineData("""{ "schemas": [ { "schema": "wrong.json" } ] }""", "#/properties/a has the keyword requierd")]
    [InlineData("""{ "schemas": [ { "schema": "half.json" } ] }""", "half of a surrogate pair")]
    [InlineData("""{ "schemas": [ { "schema": "half-name.json" } ] }""", "half of a surrogate pair")]
    public void WhatCannotBeUsed_IsSaid(string list, string why)
    {
        _folder.Write("broken.json", "{\n\"type\": }");
        _folder.Write("wrong.json", """{"properties":{"a":{"requierd":["b"]}}}""");
        _folder.Write("half.json", """{"const":"\ud83d"}""");
        _folder.Write("half-name.json", """{"properties":{"\ud83d":true}}""");
        Write(list);
        var problems = new List<SettingProblem>();

        SchemaFiles.Read(_options, problems);

        var problem = Assert.Single(problems);
        Assert.Equal("Validation:Schemas", problem.Key);
        Assert.Contains(why, problem.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThere_StopsTheStart()
    {
        _options.Validation.Schemas = "/nowhere/schemas.json";

        Assert.Throws<InvalidSettingsException>(() => Make(new LiveSettings(_options)));
    }

    [Fact]
    public void AChangedSchema_HoldsAtOnce_AndABrokenOneLeavesTheLast()
    {
        var settings = new LiveSettings(_options);
        var validator = Make(settings);
        settings.Check(new NoSettingsSource());
        Assert.Equal("TYPE_MISMATCH", Ask("1"));

        _folder.Write("text.json", """{"type":["string","number"]}""");
        settings.Check(new NoSettingsSource());
        Assert.Equal("", Ask("1"));

        _folder.Write("text.json", """{"type":"nothing of the kind"}""");
        settings.Check(new NoSettingsSource());
        Assert.Equal("", Ask("1"));
        Assert.Equal(["schemas"], settings.Broken);

        _folder.Write("text.json", """{"type":"string","minLength":2}""");
        settings.Check(new NoSettingsSource());
        Assert.Equal("TYPE_MISMATCH", Ask("1"));
        Assert.Empty(settings.Broken);

        string Ask(string data) =>
            validator.FindProblemAsync(ValidatorUnderTest.Content(data, room: "orders.1"), default).AsTask().Result?.Code ?? "";
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string list) => _folder.Write("schemas.json", list);

    private static SchemaValidator Make(LiveSettings settings) => new(settings.Load("schemas", SchemaFiles.Paths, SchemaFiles.Read));
}
