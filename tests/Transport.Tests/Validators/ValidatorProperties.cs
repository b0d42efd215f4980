using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Validators;
using Xunit;

namespace Streaming.Transport.Tests.Validators;

/// <summary>What holds for any input: nothing throws, and the work grows with the length alone.</summary>
public sealed class ValidatorProperties
{
    // What the checks look for, whole and in pieces, and what their loops run over.
    private static readonly string[] Pieces =
    [
        "<", "</", "< ", "<a", "<script", "<!--", "-->", "/*", "*/", "/*!50000", "&", "&#", "&#x", "&#0", "&lt", "&lt;", "&colon;", "=", " = ",
        " on", "onclick", " onclick ", "\"", "'", "`", "' ", "(", ")", " ", "   ", "\t", "\n", "\0", "\u200b", "\ud835", "\udc00", "＜", "／",
        "javascript", "javascript:", "java\t", "data:", "data:text/html", "text/html", ",", ";", ":", "::", "://", "http://", "@", "a.com@", "%41", "\\", ".", "....",
        " or ", "'or", "or'", "1=1", "1 ", " union ", "union select ", "select", ";select'x',", ";drop table ", ";select a,", "--", "#", "a", "z", "9", "é", "😀",
    ];

    private static readonly SecurityChecks All = new(new() { Sql = true });

    /// <summary>A quadratic loop would need hours for what takes a second here, so no clock is needed to tell.</summary>
    [Fact]
    public void NoText_TakesLongerThanItsLengthAllows()
    {
        const int Length = 1_000_000;
        var units = Gen.Elements(Pieces).ListOf().Where(static unit => unit.Count is > 0 and <= 6);
        var texts = from head in units from unit in units from tail in units select (string.Concat(head), string.Concat(unit), string.Concat(tail));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Arb.From(texts), static text =>
        {
            var (head, unit, tail) = text;
            _ = All.Find(head + string.Concat(Enumerable.Repeat(unit, Length / unit.Length)) + tail);
        }));
    }

    [Fact]
    public void NoText_MakesACheckThrow()
    {
        var pieces = Gen.OneOf(Gen.Elements(Pieces), Gen.Choose(0, 0xffff).Select(static unit => ((char)unit).ToString()));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(pieces.ListOf().Select(string.Concat)), static text =>
        {
            _ = All.Find(text);
            _ = WebAddress.IsValid(text);
            _ = WebAddress.IsValid("https://" + text);
            _ = EmailAddress.IsValid(text);
            _ = EmailAddress.IsValid("a@" + text);
            Span<char> folded = new char[text.Length];
            int length = FoldedText.Fold(text, folded);
            _ = FoldedText.DropComments(folded[..length], new char[length]);
            _ = SqlText.Squeeze(folded[..length], new char[length]);
        }));
    }

    [Fact]
    public void NoMessage_MakesAValidatorThrow()
    {
        var settings = new LiveSettings(new StreamingOptions
        {
            Validation =
            {
                Content = { MinLength = 2, MaxLength = 5, RequiredFields = ["a", "text"], UrlFields = ["a", "b.a"], EmailFields = ["b", "b.b"] },
                Security = { Sql = true },
            },
        });
        IMessageValidator[] validators = [new ContentValidator(settings), new SecurityValidator(settings)];

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(SomeJson.Values), json =>
        {
            var content = ValidatorUnderTest.Content(json, json.StartsWith('{') ? json : "", "text/plain");
            foreach (var validator in validators)
                _ = validator.FindProblemAsync(content, default).AsTask().Result;
        }));
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("é", 1)]
    [InlineData("\\n", 1)]
    [InlineData("\\u00e9", 1)]
    [InlineData("😀", 1)]
    [InlineData("\\ud83d\\ude00", 1)]
    [InlineData("\\ud83d", 1)]
    [InlineData("\\ude00\\ud83d", 2)]
    [InlineData("\\ud83d\\ud83d\\ude00\\ude00", 3)]
    [InlineData("\\ud83dx\\ude00", 3)]
    public void Length_IsThatOfUnicode(string written, int length) => Assert.Equal(length, JsonTextLength.Of(Encoding.UTF8.GetBytes(written)));
}
