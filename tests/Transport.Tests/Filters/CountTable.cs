using Streaming.Transport.Filters;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>How mentions, emoji and repeated characters are counted, and what makes spam.</summary>
public sealed class CountTable
{
    [Theory]
    [InlineData("@ann", 1)]
    [InlineData("hi @ann, @bob and @carol_1!", 3)]
    [InlineData("@ann @ann", 2)]
    [InlineData("<@123> (@ann)", 2)]
    [InlineData("＠ann ﹫bob", 2)]
    [InlineData("@李雷", 1)]
    [InlineData("@@ann", 1)]
    [InlineData("me@example.com", 0)]
    [InlineData("@ @! @, 5 @ 3", 0)]
    [InlineData("", 0)]
    public void Mentions(string text, int count) => Assert.Equal(count, TextCounts.Mentions(text));

    [Theory]
    [InlineData("😀", 1)]
    [InlineData("😀😀 text 😀", 3)]
    [InlineData("👍🏽", 1)]
    [InlineData("👨‍👩‍👧‍👦", 1)]
    [InlineData("🏳️‍🌈", 1)]
    [InlineData("🇩🇪🇫🇷", 2)]
    [InlineData("❤️ ☀️", 2)]
    [InlineData("1️⃣2️⃣", 2)]
    [InlineData("⭐✅", 2)]
    [InlineData("text © ™ → ★ 1 # *", 0)]
    [InlineData("日本語", 0)]
    [InlineData("\uD83D", 0)]
    [InlineData("", 0)]
    public void Emoji(string text, int count) => Assert.Equal(count, TextCounts.Emoji(text));

    [Theory]
    [InlineData("aaaa", 4)]
    [InlineData("aAaÀ", 4)]
    [InlineData("a\u200Ba\u0301a", 3)]
    [InlineData("!!!!! ok", 5)]
    [InlineData("😀😀😀", 3)]
    [InlineData("abab", 1)]
    [InlineData("a a a", 1)]
    [InlineData("          x", 1)]
    [InlineData("", 0)]
    public void LongestRun(string text, int length) => Assert.Equal(length, TextCounts.LongestRun(text));

    [Theory]
    [InlineData("@a @b @c @d @e", "ok")]
    [InlineData("@a @b @c @d @e @f", "FILTER_MENTIONS")]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀", "ok")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaa", "ok")]
    public void ByDefault_FiveMentionsAreAllowed(string text, string outcome) =>
        Assert.Equal(outcome, Filtering.Outcome(Make, static _ => { }, text));

    [Theory]
    [InlineData("😀😀", "ok")]
    [InlineData("😀😀😀", "FILTER_EMOJI")]
    [InlineData("aaaa", "ok")]
    [InlineData("aaaaa", "FILTER_REPEATED")]
    public void Limits_CanBeSet(string text, string outcome) =>
        Assert.Equal(outcome, Filtering.Outcome(Make, static options => Set(options.Filters.Counts), text));

    [Fact]
    public void BackEnds_AreNotHeldToThem() => Assert.Equal(
        "ok", Filtering.Outcome(Make, static options => Set(options.Filters.Counts), "aaaaa 😀😀😀 @a @b @c @d @e @f", Filtering.BackEnd));

    [Theory]
    [InlineData("hello there, how are you today?", 0)]
    [InlineData("HELLO THERE, HOW ARE YOU", 25)]
    [InlineData("OK THX", 0)]
    [InlineData("a.com", 15)]
    [InlineData("a.com b.com c.com d.com e.com", 60)]
    [InlineData("nooooooo", 15)]
    [InlineData("noooooooooooooooo", 30)]
    [InlineData("buy now buy now buy now", 40)]
    [InlineData("buy buy buy buy buy buy buy buy buy buy", 54)]
    [InlineData("@a @b", 10)]
    [InlineData("😀😀😀😀😀", 6)]
    [InlineData("BUY NOW BUY NOW BUY NOW a.com", 25 + 15 + 34)]
    public void SpamScore_IsASumOfPoints(string text, int points)
    {
        var score = new SpamScore(new ulong[SpamScore.BufferLength]);
        score.Add(text);

        Assert.Equal(points, score.Points);
    }

    [Theory]
    [InlineData(0, SpamAction.Block, "ok")]
    [InlineData(60, SpamAction.Block, "FILTER_SPAM")]
    [InlineData(60, SpamAction.Flag, "flag spam")]
    [InlineData(90, SpamAction.Block, "ok")]
    public void Spam_IsWhatReachesTheThreshold(int threshold, SpamAction action, string outcome) => Assert.Equal(outcome, Filtering.Outcome(
        static settings => new SpamFilter(settings),
        options => (options.Filters.Spam.Threshold, options.Filters.Spam.Action) = (threshold, action),
        "BUY NOW BUY NOW BUY NOW a.com"));

    private static CountFilter Make(LiveSettings settings) => new(settings);

    private static void Set(CountFilterOptions options) => (options.MaxEmoji, options.MaxRepeated) = (2, 4);
}
