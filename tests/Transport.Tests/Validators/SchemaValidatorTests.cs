using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Transport.Validators.Schemas;
using Xunit;

namespace Streaming.Transport.Tests.Validators;

/// <summary>What of JSON Schema 2020-12 is understood, keyword by keyword, in the manner of its own test suite.</summary>
public sealed class SchemaValidatorTests
{
    private const string Fits = "";

    [Theory]
    [InlineData("true", "{}", Fits)]
    [InlineData("false", "{}", "SCHEMA_MISMATCH")]
    [InlineData("{}", "[1,{\"a\":null}]", Fits)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://example.com/a","title":"x","format":"email","x-note":1}""", "1", Fits)]
    public void Schemas_AreObjectsTrueOrFalse(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("null", "null", Fits)]
    [InlineData("null", "0", "TYPE_MISMATCH")]
    [InlineData("boolean", "true", Fits)]
    [InlineData("boolean", "\"true\"", "TYPE_MISMATCH")]
    [InlineData("integer", "1", Fits)]
    [InlineData("integer", "-0", Fits)]
    [InlineData("integer", "1.0", Fits)]
    [InlineData("integer", "1e3", Fits)]
    [InlineData("integer", "12345678901234567890123456789012345678901234567890", Fits)]
    [InlineData("integer", "1e400", Fits)]
    [InlineData("integer", "1.1", "TYPE_MISMATCH")]
    [InlineData("integer", "1e-400", Fits)]
    [InlineData("integer", "\"1\"", "TYPE_MISMATCH")]
    [InlineData("number", "1.1", Fits)]
    [InlineData("number", "1", Fits)]
    [InlineData("number", "null", "TYPE_MISMATCH")]
    [InlineData("string", "\"\"", Fits)]
    [InlineData("string", "1", "TYPE_MISMATCH")]
    [InlineData("array", "[]", Fits)]
    [InlineData("array", "{}", "TYPE_MISMATCH")]
    [InlineData("object", "{}", Fits)]
    [InlineData("object", "[]", "TYPE_MISMATCH")]
    public void Type(string type, string data, string code)
    {
        Assert.Equal(code, Ask($$"""{"type":"{{type}}"}""", data));
        Assert.Equal(code, Ask($$"""{"type":["{{type}}"]}""", data));
    }

    [Theory]
    [InlineData("""{"type":["string","null"]}""", "null", Fits)]
    [InlineData("""{"type":["string","null"]}""", "1", "TYPE_MISMATCH")]
    [InlineData("""{"enum":["a",1,null,true]}""", "\"a\"", Fits)]
    [InlineData("""{"enum":["a",1,null,true]}""", "\"\\u0061\"", Fits)]
    [InlineData("""{"enum":["a",1,null,true]}""", "1.0", Fits)]
    [InlineData("""{"enum":["a",1,null,true]}""", "null", Fits)]
    [InlineData("""{"enum":["a",1,null,true]}""", "true", Fits)]
    [InlineData("""{"enum":["a",1,null,true]}""", "false", "ENUM_MISMATCH")]
    [InlineData("""{"enum":["a",1,null,true]}""", "\"b\"", "ENUM_MISMATCH")]
    [InlineData("""{"enum":["a",1,null,true]}""", "[]", "ENUM_MISMATCH")]
    [InlineData("""{"enum":["1"]}""", "1", "ENUM_MISMATCH")]
    [InlineData("""{"enum":["é"]}""", "\"\\u00e9\"", Fits)]
    [InlineData("""{"const":0}""", "0", Fits)]
    [InlineData("""{"const":0}""", "false", "ENUM_MISMATCH")]
    [InlineData("""{"const":false}""", "0", "ENUM_MISMATCH")]
    [InlineData("""{"const":null}""", "null", Fits)]
    public void Values(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"minLength":2}""", "\"ab\"", Fits)]
    [InlineData("""{"minLength":2}""", "\"a\"", "LENGTH_MIN")]
    [InlineData("""{"minLength":2}""", "\"😀\"", "LENGTH_MIN")]
    [InlineData("""{"minLength":2.0}""", "\"ab\"", Fits)]
    [InlineData("""{"minLength":2}""", "1", Fits)]
    [InlineData("""{"maxLength":2}""", "\"😀😀\"", Fits)]
    [InlineData("""{"maxLength":2}""", "\"abc\"", "LENGTH_MAX")]
    [InlineData("""{"maxLength":2}""", "\"\\u0061\\u0062\"", Fits)]
    [InlineData("""{"maxLength":2}""", "100", Fits)]
    [InlineData("""{"pattern":"^a*$"}""", "\"aaa\"", Fits)]
    [InlineData("""{"pattern":"^a*$"}""", "\"abc\"", "PATTERN_MISMATCH")]
    [InlineData("""{"pattern":"^a*$"}""", "\"a\\n\"", "PATTERN_MISMATCH")]
    [InlineData("""{"pattern":"a+"}""", "\"xxaayy\"", Fits)]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"42\"", Fits)]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"٤٢\"", "PATTERN_MISMATCH")]
    [InlineData("""{"pattern":"^[\\w$]+$"}""", "\"a_$\"", Fits)]
    [InlineData("""{"pattern":"^\\w+$"}""", "\"é\"", "PATTERN_MISMATCH")]
    [InlineData("""{"pattern":"^\\$\\.$"}""", "\"$.\"", Fits)]
    [InlineData("""{"pattern":"^a"}""", "true", Fits)]
    public void Texts(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"minimum":1.1}""", "1.1", Fits)]
    [InlineData("""{"minimum":1.1}""", "1", "VALUE_MIN")]
    [InlineData("""{"minimum":-2}""", "-2.0001", "VALUE_MIN")]
    [InlineData("""{"minimum":-2}""", "\"x\"", Fits)]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "VALUE_MIN")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.1", Fits)]
    [InlineData("""{"maximum":3}""", "3", Fits)]
    [InlineData("""{"maximum":3}""", "3.5", "VALUE_MAX")]
    [InlineData("""{"maximum":3}""", "1e400", "VALUE_MAX")]
    [InlineData("""{"exclusiveMaximum":3}""", "3", "VALUE_MAX")]
    [InlineData("""{"maximum":18446744073709551615}""", "18446744073709551616", "VALUE_MAX")]
    [InlineData("""{"multipleOf":2}""", "7", "VALUE_MULTIPLE")]
    [InlineData("""{"multipleOf":2}""", "10", Fits)]
    [InlineData("""{"multipleOf":0.01}""", "4.02", Fits)]
    [InlineData("""{"multipleOf":0.0001}""", "0.0075", Fits)]
    [InlineData("""{"multipleOf":0.0001}""", "0.00751", "VALUE_MULTIPLE")]
    [InlineData("""{"multipleOf":1e-8}""", "12391239123", Fits)]
    [InlineData("""{"multipleOf":0.123456789}""", "1e308", "VALUE_MULTIPLE")]
    public void Numbers(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2,3]", Fits)]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,\"x\"]", "TYPE_MISMATCH")]
    [InlineData("""{"items":{"type":"integer"}}""", "{\"0\":\"x\"}", Fits)]
    [InlineData("""{"items":false}""", "[]", Fits)]
    [InlineData("""{"items":false}""", "[1]", "SCHEMA_MISMATCH")]
    [InlineData("""{"items":{"items":{"type":"string"}}}""", "[[\"a\"],[\"b\",\"c\"]]", Fits)]
    [InlineData("""{"items":{"items":{"type":"string"}}}""", "[[\"a\"],[{\"a\":[]},1]]", "TYPE_MISMATCH")]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"type":"string"}]}""", "[1,\"a\",null]", Fits)]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"type":"string"}]}""", "[1]", Fits)]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"type":"string"}]}""", "[\"a\",1]", "TYPE_MISMATCH")]
    [InlineData("""{"prefixItems":[{}],"items":{"type":"integer"}}""", "[\"x\",2]", Fits)]
    [InlineData("""{"prefixItems":[{}],"items":{"type":"integer"}}""", "[\"x\",\"y\"]", "TYPE_MISMATCH")]
    [InlineData("""{"minItems":1}""", "[]", "ITEMS_MIN")]
    [InlineData("""{"minItems":1}""", "\"\"", Fits)]
    [InlineData("""{"maxItems":2}""", "[1,[2,3,4]]", Fits)]
    [InlineData("""{"maxItems":2}""", "[1,2,3]", "ITEMS_MAX")]
    [InlineData("""{"contains":{"minimum":5}}""", "[3,4,5]", Fits)]
    [InlineData("""{"contains":{"minimum":5}}""", "[3,4]", "ITEMS_MIN")]
    [InlineData("""{"contains":{"const":1},"minContains":2}""", "[1,2]", "ITEMS_MIN")]
    [InlineData("""{"contains":{"const":1},"minContains":0}""", "[]", Fits)]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[1,1]", "ITEMS_MAX")]
    [InlineData("""{"maxContains":1}""", "[1,1]", Fits)]
    public void Lists(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"a":1,"b":"x"}""", Fits)]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"a":"x"}""", "TYPE_MISMATCH")]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"\u0061":"x"}""", "TYPE_MISMATCH")]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", "[]", Fits)]
    [InlineData("""{"properties":{"a":{"properties":{"b":{"type":"null"}}}}}""", """{"a":{"c":[1],"b":0}}""", "TYPE_MISMATCH")]
    [InlineData("""{"properties":{"a":false}}""", """{"b":1}""", Fits)]
    [InlineData("""{"properties":{"a":false}}""", """{"a":1}""", "SCHEMA_MISMATCH")]
    // A member that is there twice has to fit twice.
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"a":"x","a":1}""", "TYPE_MISMATCH")]
    [InlineData("""{"required":["a","b"]}""", """{"a":null,"b":1}""", Fits)]
    [InlineData("""{"required":["a","b"]}""", """{"a":1}""", "REQUIRED_FIELD")]
    [InlineData("""{"required":["a"]}""", """{"x":{"a":1}}""", "REQUIRED_FIELD")]
    [InlineData("""{"required":["a"]}""", "1", Fits)]
    [InlineData("""{"required":["__proto__","toString"]}""", """{}""", "REQUIRED_FIELD")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", Fits)]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1,"b":2}""", "UNKNOWN_FIELD")]
    [InlineData("""{"required":["a"],"additionalProperties":false}""", """{"a":1}""", "UNKNOWN_FIELD")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":{"type":"boolean"}}""", """{"a":1,"b":true}""", Fits)]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":{"type":"boolean"}}""", """{"a":1,"b":12}""", "TYPE_MISMATCH")]
    [InlineData("""{"patternProperties":{"^f.*o$":{"type":"integer"}}}""", """{"foo":1,"foooo":2,"bar":"x"}""", Fits)]
    [InlineData("""{"patternProperties":{"^f.*o$":{"type":"integer"}}}""", """{"foo":"x"}""", "TYPE_MISMATCH")]
    [InlineData("""{"patternProperties":{"^v":{}},"additionalProperties":false}""", """{"vroom":1}""", Fits)]
    [InlineData("""{"patternProperties":{"^v":{}},"additionalProperties":false}""", """{"quux":1}""", "UNKNOWN_FIELD")]
    [InlineData("""{"propertyNames":{"maxLength":3}}""", """{"foo":{"longer":1}}""", Fits)]
    [InlineData("""{"propertyNames":{"maxLength":3}}""", """{"longer":1}""", "LENGTH_MAX")]
    [InlineData("""{"minProperties":1}""", """{}""", "FIELDS_MIN")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "FIELDS_MAX")]
    [InlineData("""{"dependentRequired":{"bar":["foo"]}}""", """{"foo":1}""", Fits)]
    [InlineData("""{"dependentRequired":{"bar":["foo"]}}""", """{"bar":2}""", "REQUIRED_FIELD")]
    public void Objects(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"allOf":[{"type":"integer"},{"minimum":3}]}""", "3", Fits)]
    [InlineData("""{"allOf":[{"type":"integer"},{"minimum":3}]}""", "2", "VALUE_MIN")]
    [InlineData("""{"allOf":[true,false]}""", "1", "SCHEMA_MISMATCH")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"minimum":2}]}""", "1", Fits)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"minimum":2}]}""", "2.5", Fits)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"minimum":2}]}""", "1.5", "SCHEMA_MISMATCH")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "1", Fits)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "3", "SCHEMA_MISMATCH")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "1.5", "SCHEMA_MISMATCH")]
    [InlineData("""{"not":{"type":"integer"}}""", "\"x\"", Fits)]
    [InlineData("""{"not":{"type":"integer"}}""", "1", "SCHEMA_MISMATCH")]
    [InlineData("""{"not":{"not":{}}}""", "1", Fits)]
    [InlineData("""{"if":{"maximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}}""", "-1", Fits)]
    [InlineData("""{"if":{"maximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}}""", "-100", "VALUE_MIN")]
    [InlineData("""{"if":{"maximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}}""", "3", "VALUE_MULTIPLE")]
    [InlineData("""{"then":{"const":0}}""", "1", Fits)]
    [InlineData("""{"anyOf":[{"properties":{"t":{"const":"a"}},"required":["x"]},{"properties":{"t":{"const":"b"}},"required":["y"]}]}""", """{"t":"b","y":1}""", Fits)]
    public void Combinations(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"integer"}}}""", "1", Fits)]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"integer"}}}""", "\"x\"", "TYPE_MISMATCH")]
    [InlineData("""{"$ref":"#/$defs/a","maximum":5,"$defs":{"a":{"type":"integer"}}}""", "6", "VALUE_MAX")]
    [InlineData("""{"properties":{"a":{"type":"integer"},"b":{"$ref":"#/properties/a"}}}""", """{"b":"x"}""", "TYPE_MISMATCH")]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"$ref":"#/prefixItems/0"}]}""", "[1,\"x\"]", "TYPE_MISMATCH")]
    [InlineData("""{"$defs":{"a/b":{"type":"integer"},"c~d":{"type":"null"},"e%f":{"type":"string"}},"prefixItems":[{"$ref":"#/$defs/a~1b"},{"$ref":"#/$defs/c~0d"},{"$ref":"#/$defs/e%25f"}]}""", "[1,null,\"\"]", Fits)]
    [InlineData("""{"properties":{"child":{"$ref":"#"}},"additionalProperties":false}""", """{"child":{"child":{}}}""", Fits)]
    [InlineData("""{"properties":{"child":{"$ref":"#"}},"additionalProperties":false}""", """{"child":{"child":{"x":1}}}""", "UNKNOWN_FIELD")]
    public void References(string schema, string data, string code) => Assert.Equal(code, Ask(schema, data));

    [Theory]
    [InlineData("""{"$ref":"https://example.com/schema.json"}""", "nothing is fetched")]
    [InlineData("""{"$ref":"other.json"}""", "nothing is fetched")]
    [InlineData("""{"$ref":"#name"}""", "nothing is fetched")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "not there")]
    [InlineData("""{"$ref":"#"}""", "without an end")]
    [InlineData("""{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}},"items":{"$ref":"#/$defs/a"}}""", "without an end")]
    [InlineData("""{"unevaluatedProperties":false}""", "unevaluatedProperties")]
    [InlineData("""{"uniqueItems":true}""", "uniqueItems")]
    [InlineData("""{"requierd":["a"]}""", "requierd")]
    [InlineData("""{"properties":{"a":{"$anchor":"x"}}}""", "#/properties/a has the keyword $anchor")]
    [InlineData("""{"properties":{"a":{"$id":"x"}}}""", "top only")]
    [InlineData("""{"type":"text"}""", "type")]
    [InlineData("""{"type":7}""", "type")]
    [InlineData("""{"enum":[{"a":1}]}""", "object or a list")]
    [InlineData("""{"minLength":-1}""", "minLength")]
    [InlineData("""{"minLength":"1"}""", "minLength")]
    [InlineData("""{"multipleOf":0}""", "multipleOf")]
    [InlineData("""{"required":"a"}""", "required")]
    [InlineData("""{"properties":[]}""", "properties")]
    [InlineData("""{"items":[{}]}""", "must be a schema")]
    [InlineData("""{"pattern":"("}""", "pattern")]
    [InlineData("""{"pattern":"(?=a)"}""", "look-arounds")]
    [InlineData("""{"pattern":"(a)\\1"}""", "back references")]
    [InlineData("7", "must be a schema")]
    public void SchemasThatCannotBeUsed_SayWhy(string schema, string why) =>
        Assert.Contains(why, Assert.Throws<SchemaFault>(() => Compile(schema)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"items":[{},{},{"price":"x"}]}""", "data.items[2].price must be number or null")]
    [InlineData("""{"items":[{"secret name":1}]}""", "data.items[0].* is not a name that the schema knows")]
    [InlineData("""{}""", "data.items is missing")]
    public void Problems_SayWhere_InWordsOfTheSchema(string data, string message)
    {
        var schema = Compile("""
            {"properties":{"items":{"items":{"properties":{"price":{"type":["number","null"]}},"additionalProperties":false}}},"required":["items"]}
            """);

        Assert.Equal(message, SchemaValidator.Find(schema, Encoding.UTF8.GetBytes(data))?.Message);
    }

    /// <summary>Each level doubles what there is to try: without a bound this would take 2^60 steps.</summary>
    [Theory]
    [InlineData("""{"type":"object","anyOf":[{"properties":{"a":{"$ref":"#"}},"required":["a"]},{"properties":{"a":{"$ref":"#"}},"required":["a"]}]}""")]
    [InlineData("""{"not":{"anyOf":[{"properties":{"a":{"$ref":"#"}},"required":["a"]},{"properties":{"a":{"$ref":"#"}},"required":["a"]}]}}""")]
    public void AlternativesWithinAlternatives_AreBounded(string schema)
    {
        string data = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);

        Assert.Equal("SCHEMA_TOO_COSTLY", Ask(schema, data));
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("^(\\w*)*$")]
    public void PatternsThatBacktrackElsewhere_DoNotHere(string pattern) => Assert.Equal(
        "PATTERN_MISMATCH", Ask(JsonSerializer.Serialize(new { pattern }), $"\"{new string('a', 60_000)}!\""));

    [Fact]
    public void NoMessage_MakesAValidatorThrow()
    {
        var schema = Compile("""
            {"$defs":{"v":{"anyOf":[{"type":["string","null","number"],"maxLength":9,"pattern":"a|b","multipleOf":0.3,"enum":["abc",null,1]},
              {"items":{"$ref":"#/$defs/v"},"prefixItems":[{"not":{"$ref":"#/$defs/v"}}],"contains":{"const":1},"minContains":0},
              {"type":"object","properties":{"a":{"$ref":"#/$defs/v"}},"patternProperties":{"^t":{"$ref":"#/$defs/v"}},"propertyNames":{"maxLength":20},
               "dependentRequired":{"a":["b"]},"additionalProperties":{"$ref":"#/$defs/v"},"minProperties":1}]}},"$ref":"#/$defs/v"}
            """);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(
            Arb.From(SomeJson.Values), json => _ = SchemaValidator.Find(schema, Encoding.UTF8.GetBytes(json))));
    }

    private static string Ask(string schema, string data) => SchemaValidator.Find(Compile(schema), Encoding.UTF8.GetBytes(data))?.Code ?? Fits;

    private static SchemaNode Compile(string schema)
    {
        using var json = JsonDocument.Parse(schema);
        return SchemaCompiler.Compile(json.RootElement);
    }
}
