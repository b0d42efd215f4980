using Streaming.Transport.Validators;
using Xunit;

namespace Streaming.Transport.Tests.Validators;

/// <summary>What is a text, and how long it may be; which members must be there, and what they must be.</summary>
public sealed class ContentValidatorTests
{
    [Theory]
    // An object with a text.
    [InlineData("""{"text":"hello"}""", "")]
    [InlineData("""{"text":"."}""", "")]
    [InlineData("""{"text":"ж"}""", "")]
    [InlineData("""{"text":"👍"}""", "")]
    [InlineData("""{"text":""}""", "CONTENT_REQUIRED")]
    [InlineData("""{ "te\u0078t" : "" }""", "CONTENT_REQUIRED")]
    // Nothing to see is nothing: white space, no-break space, zero width, Braille blank, a filler.
    [InlineData("""{"text":" \n\t"}""", "CONTENT_REQUIRED")]
    [InlineData("""{"text":"\u00a0\u200b\u2800\u3164"}""", "CONTENT_REQUIRED")]
    [InlineData("""{"text":"\u200b."}""", "")]
    // A picture may go without words.
    [InlineData("""{"text":"","image":"a.png"}""", "")]
    // What is no text may be anything: data is any JSON.
    [InlineData("""{}""", "")]
    [InlineData("""{"price":42}""", "")]
    [InlineData("""{"text":null}""", "")]
    [InlineData("""{"text":{"en":""}}""", "")]
    [InlineData("""{"more":{"text":""}}""", "")]
    [InlineData("""[]""", "")]
    [InlineData("""null""", "")]
    [InlineData("0", "")]
    [InlineData("\"\"", "")]
    public void Text_MustSaySomething_WhereItIsWhatTheMessageIs(string data, string code) => Assert.Equal(code, Ask(data));

    [Theory]
    // In characters, not in bytes, and not in UTF-16.
    [InlineData("a", 10_000, "")]
    [InlineData("a", 10_001, "LENGTH_MAX")]
    [InlineData("é", 10_000, "")]
    [InlineData("é", 10_001, "LENGTH_MAX")]
    [InlineData("😀", 10_000, "")]
    [InlineData("😀", 10_001, "LENGTH_MAX")]
    [InlineData("\\u00e9", 10_000, "")]
    [InlineData("\\u00e9", 10_001, "LENGTH_MAX")]
    [InlineData("\\ud83d\\ude00", 10_000, "")]
    [InlineData("\\uD83D\\uDE00", 10_001, "LENGTH_MAX")]
    [InlineData("\\n", 10_000, "CONTENT_REQUIRED")]
    [InlineData("\\n", 10_001, "LENGTH_MAX")]
    // What a reader takes for one letter may bear any number of accents: each counts.
    [InlineData("e\u0301", 5_000, "")]
    [InlineData("e\u0301", 5_001, "LENGTH_MAX")]
    // Half of a pair counts as one.
    [InlineData("\\ud83d", 10_000, "")]
    [InlineData("\\ud83d", 10_001, "LENGTH_MAX")]
    public void Text_HasAtMostTenThousandCharacters(string character, int count, string code) =>
        Assert.Equal(code, Ask($$"""{"text":"{{string.Concat(Enumerable.Repeat(character, count))}}"}"""));

    [Theory]
    [InlineData(null, false, "")]
    [InlineData("application/json", false, "")]
    [InlineData("text/plain", false, "LENGTH_MAX")]
    [InlineData("Text/Markdown; charset=utf-8", false, "LENGTH_MAX")]
    [InlineData(null, true, "LENGTH_MAX")]
    public void DataThatIsAString_IsATextWhereItIsSaidToBe(string? contentType, bool areText, string code)
    {
        string data = $"\"{new string('x', 60_000)}\"";

        Assert.Equal(code, Ask(data, o => o.Validation.Content.StringsAreText = areText, contentType));
    }

    [Theory]
    [InlineData(3, 5, "ab", "LENGTH_MIN")]
    [InlineData(3, 5, "😀😀", "LENGTH_MIN")]
    [InlineData(3, 5, "abc", "")]
    [InlineData(3, 5, "abcde", "")]
    [InlineData(3, 5, "abcdef", "LENGTH_MAX")]
    [InlineData(3, 5, "", "CONTENT_REQUIRED")]
    [InlineData(0, 5, "", "")]
    [InlineData(1, 0, "as long as it likes", "")]
    public void Bounds_AreSettings(int min, int max, string text, string code) => Assert.Equal(code, Ask(ValidatorUnderTest.Saying(text), o =>
    {
        o.Validation.Content.MinLength = min;
        o.Validation.Content.MaxLength = max;
    }));

    [Fact]
    public void TheTextsMember_IsASetting() =>
        Assert.Equal("CONTENT_REQUIRED", Ask("""{"body":" "}""", o => o.Validation.Content.TextField = "body"));

    [Theory]
    [InlineData("""{"author":{"name":"Ada"}}""", "")]
    [InlineData("""{"author":{"name":false}}""", "")]
    [InlineData("""{"\u0061uthor":{"n\u0061me":"Ada"}}""", "")]
    [InlineData("""{"author":{"name":null}}""", "REQUIRED_FIELD")]
    [InlineData("""{"author":{"name":" "}}""", "REQUIRED_FIELD")]
    [InlineData("""{"author":{}}""", "REQUIRED_FIELD")]
    [InlineData("""{"author":"name"}""", "REQUIRED_FIELD")]
    [InlineData("""{"author.name":"Ada"}""", "REQUIRED_FIELD")]
    [InlineData("""{"name":"Ada","more":{"author":{"name":"Ada"}}}""", "REQUIRED_FIELD")]
    [InlineData("""{"author":[{"age":1},{"name":"Ada"}]}""", "")]
    [InlineData("\"author.name\"", "REQUIRED_FIELD")]
    [InlineData("null", "REQUIRED_FIELD")]
    public void RequiredFields_MustBeThere(string data, string code) =>
        Assert.Equal(code, Ask(data, o => o.Validation.Content.RequiredFields = ["author.name"]));

    [Theory]
    [InlineData("https://example.com", "")]
    [InlineData("http://example.com:8080/a/b?c=d&e=%20#f", "")]
    [InlineData("HTTPS://EXAMPLE.COM", "")]
    [InlineData("https://bücher.example/seite", "")]
    [InlineData("https://xn--bcher-kva.example", "")]
    [InlineData("http://127.0.0.1/", "")]
    [InlineData("http://[2001:db8::1]:80/", "")]
    [InlineData("http://localhost", "")]
    [InlineData("", "INVALID_URL")]
    [InlineData("example.com", "INVALID_URL")]
    [InlineData("//example.com", "INVALID_URL")]
    [InlineData("ftp://example.com", "INVALID_URL")]
    [InlineData("javascript:alert(1)", "INVALID_URL")]
    [InlineData("https://", "INVALID_URL")]
    [InlineData("https:///path", "INVALID_URL")]
    [InlineData("https://exa mple.com", "INVALID_URL")]
    [InlineData("https://example.com/a b", "INVALID_URL")]
    [InlineData("https://user:secret@example.com", "INVALID_URL")]
    [InlineData("https://good.example\\@evil.example", "INVALID_URL")]
    [InlineData("https://example.com:99999", "INVALID_URL")]
    [InlineData("https://example.com:80a", "INVALID_URL")]
    [InlineData("https://[::1", "INVALID_URL")]
    [InlineData("https://-example.com", "INVALID_URL")]
    [InlineData("https://example..com", "INVALID_URL")]
    [InlineData("https://exam\u200bple.com", "INVALID_URL")]
    [InlineData("https://example.com/\u202egpj.exe", "INVALID_URL")]
    [InlineData("https://example.com/<b>", "INVALID_URL")]
    public void UrlFields_MustBeWebAddresses(string address, string code) =>
        Assert.Equal(code, Ask(Field("link", address), o => o.Validation.Content.UrlFields = ["link"]));

    [Theory]
    [InlineData("ada@example.com", "")]
    [InlineData("ada.lovelace+chat@mail.example.co.uk", "")]
    [InlineData("o'brien@example.com", "")]
    [InlineData("ädä@bücher.example", "")]
    [InlineData("", "INVALID_EMAIL")]
    [InlineData("ada", "INVALID_EMAIL")]
    [InlineData("@example.com", "INVALID_EMAIL")]
    [InlineData("ada@", "INVALID_EMAIL")]
    [InlineData("ada@localhost", "INVALID_EMAIL")]
    [InlineData("ada@example.com.", "INVALID_EMAIL")]
    [InlineData("ada@@example.com", "INVALID_EMAIL")]
    [InlineData("ada@exa@mple.com", "INVALID_EMAIL")]
    [InlineData(".ada@example.com", "INVALID_EMAIL")]
    [InlineData("a..da@example.com", "INVALID_EMAIL")]
    [InlineData("ada lovelace@example.com", "INVALID_EMAIL")]
    [InlineData("\"ada\"@example.com", "INVALID_EMAIL")]
    [InlineData("ada@example.com\nBcc: eve@example.com", "INVALID_EMAIL")]
    [InlineData("Ada <ada@example.com>", "INVALID_EMAIL")]
    public void EmailFields_MustBeAddresses(string address, string code) =>
        Assert.Equal(code, Ask(Field("mail", address), o => o.Validation.Content.EmailFields = ["mail"]));

    [Theory]
    // Where they are not there, nothing is asked of them.
    [InlineData("""{}""", "")]
    [InlineData("""{"links":null}""", "")]
    [InlineData("""{"links":"https://example.com"}""", "")]
    [InlineData("""{"links":["https://example.com","http://example.org"]}""", "")]
    [InlineData("""{"links":["https://example.com","nowhere"]}""", "INVALID_URL")]
    [InlineData("""{"links":{"a":1}}""", "INVALID_URL")]
    [InlineData("""{"links":7}""", "INVALID_URL")]
    [InlineData("""{"people":[{"page":"https://example.com"},{"page":"x"}]}""", "INVALID_URL")]
    [InlineData("""{"people":[{"mail":"ada@example.com"},{"mail":"x"}]}""", "INVALID_EMAIL")]
    public void Lists_StandForEachOfTheirEntries(string data, string code) => Assert.Equal(code, Ask(data, o =>
    {
        o.Validation.Content.UrlFields = ["links", "people.page"];
        o.Validation.Content.EmailFields = ["people.mail"];
    }));

    [Fact]
    public void AnyNumberOfFields_CanBeNamed()
    {
        string[] names = [.. Enumerable.Range(0, 130).Select(static n => $"f{n}")];
        string all = string.Join(',', names.Select(static name => $"\"{name}\":1"));

        Assert.Equal("", Ask($$"""{{{all}}}""", o => o.Validation.Content.RequiredFields = names));
        Assert.Equal("REQUIRED_FIELD", Ask($$"""{{{all.Replace("f129", "g", StringComparison.Ordinal)}}}""", o => o.Validation.Content.RequiredFields = names));
    }

    private static string Field(string name, string value) => new System.Text.Json.Nodes.JsonObject { [name] = value }.ToJsonString();

    private static string Ask(string data, Action<StreamingOptions>? configure = null, string? contentType = null) =>
        ValidatorUnderTest.Ask(static settings => new ContentValidator(settings), configure, data, contentType: contentType);
}
