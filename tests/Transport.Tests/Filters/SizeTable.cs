using Streaming.Transport.Filters;
using Streaming.Transport.Settings;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>What becomes of data that is too large; here 20 bytes are allowed, and 16 are left.</summary>
public sealed class SizeTable
{
    [Theory]
    [InlineData("\"123456789012345678\"", "ok")]
    [InlineData("\"1234567890123456789\"", "FILTER_SIZE")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11]", "FILTER_SIZE")]
    public void Large_IsRefused(string data, string outcome) => Check(SizeAction.Reject, data, outcome);

    [Theory]
    [InlineData("\"123456789012345678\"", "ok")]
    [InlineData("\"1234567890123456789\"", "12345678901234")]
    // Between characters: bytes of UTF-8, marks, joined emoji, flags.
    [InlineData("\"123456789012éééééé\"", "123456789012é")]
    [InlineData("\"1234567890123ééééé\"", "1234567890123")]
    [InlineData("\"123456789012e\u0301\u0301 and more\"", "123456789012")]
    [InlineData("\"12345678😀😀😀😀\"", "12345678😀")]
    [InlineData("\"1234👨‍👩‍👧‍👦 and more\"", "1234")]
    [InlineData("\"12345678🇩🇪🇫🇷\"", "12345678")]
    // What an escape says is one character.
    [InlineData("\"1234567890123\\n and more\"", "1234567890123")]
    [InlineData("\"\\u0031\\u0032\\u0033\\u0034\"", "1234")]
    // The longest string of several is cut; where that is not enough nothing is.
    [InlineData("""{"a":"123","b":"12345678901234567890"}""", "FILTER_SIZE")]
    [InlineData("""{"b":"12345678901234567890"}""", """{"b":"12345678"}""")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11]", "FILTER_SIZE")]
    public void Large_IsCutBetweenCharacters(string data, string outcome) => Check(SizeAction.Truncate, data, outcome);

    [Fact]
    public void ByDefault_TheSizeIsThatOfMessages() =>
        Assert.Equal("ok", Filtering.Outcome(static settings => new SizeFilter(settings), static _ => { }, new string('x', 60_000)));

    private static void Check(SizeAction action, string data, string outcome) => Assert.Equal(outcome, Filtering.OutcomeOf(
        Filtering.Filter(
            static settings => new SizeFilter(settings),
            options =>
            {
                (options.Filters.Size.MaxBytes, options.Filters.Size.TruncateTo) = (20, 16);
                options.Filters.Size.Action = action;
            }),
        data));
}
