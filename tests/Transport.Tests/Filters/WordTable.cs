using Streaming.Transport.Filters;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>Which words are found, and where they end. Everything found is replaced by ***, so that both can be seen.</summary>
public sealed class WordTable : IDisposable
{
    private const string List = """
        # Words, and comments.
        bad
        ass
        hell
        idiot
        stupid
        boob
        god
        4chan
        a$$hat
        kill yourself
        go to hell now
        дурак
        ηλίθιος
        straße
        笨蛋
        바보
        바보야
        חמור

        """;

    private readonly string _file = Path.GetTempFileName();

    public WordTable() => File.WriteAllText(_file, List);

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("bad", "***")]
    [InlineData("a bad word", "a *** word")]
    [InlineData("bad bad, bad!", "*** ***, ***!")]
    [InlineData("(bad) 'bad' \"bad\" bad.", "(***) '***' \"***\" ***.")]
    [InlineData("so\nbad\tnews", "so\n***\tnews")]
    [InlineData("bad's bad-news", "***'s ***-news")]
    [InlineData("a😀bad😀b", "a😀***😀b")]
    [InlineData("4chan", "***")]
    public void WholeWords_AreFound(string text, string outcome) => Check(text, outcome);

    // Scunthorpe and its neighbours: what only contains a word is another word.
    [Theory]
    [InlineData("badge embad badly")]
    [InlineData("class assess bass grass passion Sussex embarrass assassin")]
    [InlineData("hello shell Hellen Michelle")]
    [InlineData("idiotic idiots")]
    [InlineData("he'll we'll she'll I'll he’ll")]
    [InlineData("chan 4chans 14chan")]
    [InlineData("goddess godfather")]
    [InlineData("as is, boo b")]
    [InlineData("kill all of yourself, yourself kill")]
    [InlineData("kill yourselves")]
    [InlineData("дураком")]
    [InlineData("笨 的 蛋, 笨的蛋")]
    [InlineData("b, a; not d")]
    [InlineData("a s a result, as s")]
    [InlineData("class A, grade b a dance")]
    [InlineData("4 5 5 and 455 and 1337")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!!! ??? @@@ $$$")]
    public void OtherWords_AreLeftAlone(string text) => Check(text, "ok");

    [Theory]
    // Case, width, style.
    [InlineData("BAD Bad bAd", "*** *** ***")]
    [InlineData("ｂａｄ ＢＡＤ", "*** ***")]
    [InlineData("𝐛𝐚𝐝 𝘉𝘈𝘋 𝔟𝔞𝔡 𝕓𝕒𝕕 𝚋𝚊𝚍 𝓑𝓐𝓓", "*** *** *** *** *** ***")]
    [InlineData("ⓑⓐⓓ ⒝⒜⒟ 🄱🄰🄳 🅑🅐🅓 🅱🅰🅳 🇧🇦🇩", "*** *** *** *** *** ***")]
    [InlineData("ᵇᵃᵈ", "***")]
    [InlineData("STRASSE Straße STRAẞE", "*** *** ***")]
    // Diacritics, composed and not.
    [InlineData("bád bäd bãd ḃåḋ", "*** *** *** ***")]
    [InlineData("ba\u0301d b\u0336a\u0336d\u0336", "*** ***")]
    [InlineData("b\u0300\u0301\u0302\u0303a\u0310\u0311d\u0334\u0335!", "***!")]
    [InlineData("ídïôt", "***")]
    // Look-alikes.
    [InlineData("bаd bаԁ ЬаԀ", "*** *** ***")]
    [InlineData("bαd βαd ΒΑD", "*** *** ***")]
    [InlineData("ΗELL hΕll нell", "*** *** ***")]
    [InlineData("ᏏᎪᎠ bꭺd", "*** ***")]
    [InlineData("іdіоt ıdıot ɪᴅɪᴏᴛ", "*** *** ***")]
    [InlineData("hеӏӏ heʟʟ", "*** ***")]
    [InlineData("ɓaԁ bɑd bøøb", "*** *** ***")]
    // Other scripts fold, too.
    [InlineData("ДУРАК Дурак дура\u0301к", "*** *** ***")]
    [InlineData("ΗΛΙΘΙΟΣ ηλίθιος Ηλίθιος ηλιθιος", "*** *** *** ***")]
    [InlineData("חֲמוֹר", "***")]
    [InlineData("你是笨蛋！ 笨蛋笨蛋", "你是***！ ***")]
    [InlineData("바보 \u1107\u1161\u1107\u1169", "*** ***")]
    public void WhatIsTakenForTheSameLetters_IsFound(string text, string outcome) => Check(text, outcome);

    [Theory]
    [InlineData("b\u200Bad b\u200Ca\u200Dd", "*** ***")]
    [InlineData("b\u00ADa\u00ADd", "***")]
    [InlineData("b\u2060a\uFEFFd", "***")]
    [InlineData("\u202Eb\u202Da\u2066d\u2069", "\u202E***")]
    [InlineData("b\uFE0Fa\uFE0Ed", "***")]
    [InlineData("b\U000E0061a\U000E0100d", "***")]
    [InlineData("b\u034Fa\u180Ed", "***")]
    [InlineData("b\u3164a\u115Fd", "***")]
    [InlineData("b\u0001ad", "***")]
    public void InvisibleCharacters_DoNotHideAWord(string text, string outcome) => Check(text, outcome);

    [Theory]
    // Digits and signs, where there are letters.
    [InlineData("b4d b@d 8ad B4D", "*** *** *** ***")]
    [InlineData("a55 a$$ @ss as$ 4ss", "*** *** *** *** ***")]
    [InlineData("h3ll he11 h3l1 he||o he!l", "*** *** *** he||o ***")]
    [InlineData("1d10t id!ot !diot", "*** *** !diot")]
    [InlineData("5tup1d $tup!d", "*** ***")]
    [InlineData("a$$hat asshat a55hat", "*** *** ***")]
    [InlineData("ｂ４ｄ b＠d", "*** ***")]
    // Separators: single letters with the same gap, and single separators inside a word.
    [InlineData("b a d", "***")]
    [InlineData("b.a.d b-a-d b_a_d b*a*d b/a/d", "*** *** *** *** ***")]
    [InlineData("b  a  d", "***")]
    [InlineData("b - a - d", "***")]
    [InlineData("b\na\nd", "***")]
    [InlineData("i.d.i.o.t!", "***!")]
    [InlineData("b 4 d", "***")]
    [InlineData("바.보.야 바-보야 바.보", "*** *** ***")]
    [InlineData("바 보 야", "***")]
    [InlineData("\u1107\u1161 \u1107\u1169 \u110B\u1163", "***")]
    [InlineData("id.iot stu-pid stu_pid", "*** *** ***")]
    [InlineData("id.iot.", "***.")]
    [InlineData("ass-hat", "***")]
    // Stretched letters stand for one or two.
    [InlineData("baaad baaaaaaad bbbaaaddd", "*** *** ***")]
    [InlineData("asss aaassss assss", "*** *** ***")]
    [InlineData("booob boooooob", "*** ***")]
    [InlineData("stuuupid 1diooot", "*** ***")]
    [InlineData("godddd", "***")]
    public void Disguises_AreFound(string text, string outcome) => Check(text, outcome);

    // What is not found, so that nobody counts on it.
    [Theory]
    [InlineData("b*d")]
    [InlineData("baad")]
    [InlineData("ba d")]
    [InlineData("ba--d")]
    [InlineData("x b a d")]
    [InlineData("b a  d")]
    [InlineData("dab")]
    [InlineData("lDlOT")]
    [InlineData("aaas")]
    [InlineData("bobbb")]
    [InlineData("455")]
    public void SomeThings_AreNot(string text) => Check(text, "ok");

    [Theory]
    [InlineData("kill yourself", "***")]
    [InlineData("just KILL  yourself, please", "just ***, please")]
    [InlineData("kill\n...yourself", "***")]
    [InlineData("kіll yours\u200Belf k1ll y0urself", "*** ***")]
    [InlineData("now go to hell now", "now ***")]
    [InlineData("go to hell", "go to ***")]
    public void Phrases_AreFoundWhateverStandsBetween(string text, string outcome) => Check(text, outcome);

    [Theory]
    [InlineData(WordAction.Block, "so bad", "FILTER_WORD")]
    [InlineData(WordAction.Flag, "so bad", "flag word")]
    [InlineData(WordAction.Replace, "so bad", "so ***")]
    [InlineData(WordAction.Block, "so good", "ok")]
    [InlineData(WordAction.Flag, "so good", "ok")]
    public void TheAction_IsASetting(WordAction action, string text, string outcome) =>
        Assert.Equal(outcome, Filtering.Outcome(Make, options => Configure(options, action), text));

    [Theory]
    [InlineData("""{"text":"so bad","n":[1,"bad\n",{"bad":true}]}""", """{"text":"so ***","n":[1,"***\n",{"bad":true}]}""")]
    [InlineData("""["\u0062ad","\ud83d\ude00 bad \ud800 \"bad\"","\ud83d\ude00"]""", """["***","😀 *** \ud800 \"***\"","\ud83d\ude00"]""")]
    [InlineData("""["good","bad"]""", """["good","***"]""")]
    public void WhatIsNotReplaced_StaysAsItWas(string data, string outcome) =>
        Assert.Equal(outcome, Filtering.OutcomeOf(Filter(WordAction.Replace), data));

    [Fact]
    public void WithoutAList_NothingHappens() => Assert.Equal("ok", Filtering.Outcome(Make, static _ => { }, "bad"));

    [Fact]
    public void SwitchedOff_NothingHappens() => Assert.Equal("ok", Filtering.Outcome(
        Make, options => { Configure(options, WordAction.Block); options.Filters.Words.Enabled = false; }, "bad"));

    [Theory]
    [InlineData("good\n***\n", "has a line without a letter, line 2")]
    [InlineData("a b c d e f g h i j k l m n o p q", "has a line of more than 16 words, line 1")]
    public void AListThatCannotBeUsed_StopsTheStart(string list, string problem)
    {
        File.WriteAllText(_file, list);

        var thrown = Assert.Throws<InvalidSettingsException>(() => Filter(WordAction.Block));
        Assert.Equal(problem, Assert.Single(thrown.Problems).Allowed);
    }

    [Fact]
    public void AFileThatIsNotThere_StopsTheStart() => Assert.Throws<InvalidSettingsException>(() =>
        Filtering.Filter(Make, static options => options.Filters.Words.File = "/no/such/list"));

    private static WordFilter Make(LiveSettings settings) => new(settings);

    private IMessageFilter Filter(WordAction action) => Filtering.Filter(Make, options => Configure(options, action));

    private void Configure(StreamingOptions options, WordAction action)
    {
        options.Filters.Words.File = _file;
        options.Filters.Words.Action = action;
    }

    private void Check(string text, string outcome) =>
        Assert.Equal(outcome, Filtering.Outcome(Make, options => Configure(options, WordAction.Replace), text));
}
