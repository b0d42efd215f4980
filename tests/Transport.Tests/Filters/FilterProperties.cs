using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Filters;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>What holds for every input: nothing throws, what comes out is JSON, and the work grows with the length only.</summary>
public sealed class FilterProperties : IDisposable
{
    private static readonly string[] Scraps =
    [
        "a", "b", "d", "bad", "ass", " ", ".", "-", "@", "$", "1", "!", "'", "\n", "/", "//", "\\", ":", "http:", "https://", "www.", "evil.example", "xn--",
        "xn--80ak6aa92e", "%65", "%", "%C2%AD", "[", "]", "::1", "0x7f", ".com", "。", "\u200B", "\u0301", "\u00AD", "é", "ß", "ﬃ", "а", "笨", "蛋", "바", "\u1107", "😀", "👍🏽",
        "‍", "🇩", "🇪", "\uFE0F", "𝐛", "\uD800", "\uDC00", "\uFFFF", "\0", "\"", "\\u", "kill", "yourself", "ｂ", "⒜",
    ];

    private readonly string _file = Path.GetTempFileName();

    public FilterProperties() => File.WriteAllText(_file, "bad\nass\nkill yourself\n笨蛋\na\nb a d\n");

    public void Dispose() => File.Delete(_file);

    private static Gen<string> Texts => Gen.Elements(Scraps).ListOf().Select(static scraps => string.Concat(scraps));

    [Fact]
    public void NoText_MakesAFilterThrow_AndWhatComesOutIsJson()
    {
        var filters = Filters();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Arb.From(Gen.Two(Texts)), texts =>
        {
            string data = $$"""{"a":{{Json(texts.Item1)}},"b":[{{Json(texts.Item2)}},1]}""";
            foreach (var filter in filters)
                Filtering.OutcomeOf(filter, data, $$"""{"flags":1,{{Json(texts.Item2)}}:2}""");
        }));
    }

    [Fact]
    public void WhatIsCut_IsABeginning_BetweenCharacters()
    {
        var filter = Filtering.Filter(static settings => new SizeFilter(settings), static options =>
        {
            options.Filters.Size.Action = SizeAction.Truncate;
            (options.Filters.Size.MaxBytes, options.Filters.Size.TruncateTo) = (24, 24);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Arb.From(Texts), text =>
        {
            using var context = Filtering.Context(Json(text));
            if (Filtering.Apply(filter, context) is not FilterResult.Rewritten rewritten)
                return true;
            string cut = MessageText.Of(rewritten.Data)[0].ToString();
            return rewritten.Data.Length <= 24 && JsonText.IsOneValue(rewritten.Data.Span) && text.StartsWith(cut, StringComparison.Ordinal)
                && (cut.Length == 0 || StringInfo.ParseCombiningCharacters(text).Append(text.Length).Contains(cut.Length));
        }));
    }

    [Fact]
    public void WhatIsMasked_IsWholeCharacters_AndNothingListedIsLeft()
    {
        var words = WordListFile.Load(Options(), []);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Arb.From(Texts), text =>
        {
            var found = new List<TextRange>();
            WordScanner.Scan(words, text, found, out _);
            string masked = StringReplacement.Mask(text, found, "\uE000");
            return found.Count == 0 ? masked == text : masked.Contains('\uE000', StringComparison.Ordinal) && masked.Length <= text.Length;
        }));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("a.")]
    [InlineData("a!1")]
    [InlineData("aaab")]
    [InlineData("b a d ")]
    [InlineData("bad-")]
    [InlineData("kill ")]
    [InlineData("\u0301")]
    [InlineData("笨")]
    [InlineData("b4d.")]
    [InlineData("바")]
    public void Words_TakeLinearWork(string scrap)
    {
        var words = WordListFile.Load(Options(), []);
        AssertLinear(scrap, text =>
        {
            WordScanner.Scan(words, text, [], out int steps);
            return steps;
        });
    }

    [Theory]
    [InlineData("a.")]
    [InlineData(".")]
    [InlineData("/")]
    [InlineData(":")]
    [InlineData("http:")]
    [InlineData("http:,")]
    [InlineData("http://")]
    [InlineData("http:a@")]
    [InlineData("http:a,@")]
    [InlineData("http:a@b,@")]
    [InlineData("http:@")]
    [InlineData("@")]
    [InlineData("http:a:1@")]
    [InlineData("a.com/,")]
    [InlineData("//a.b,")]
    [InlineData("//[")]
    [InlineData("a.com/")]
    [InlineData("a.com,")]
    [InlineData("@a.b")]
    [InlineData("%2e")]
    [InlineData("笨.a")]
    public void Links_TakeLinearWork(string scrap) => AssertLinear(scrap, static text =>
    {
        var links = new LinkScanner(text);
        while (links.MoveNext())
        {
        }

        return links.Steps;
    });

    [Fact]
    public async Task AllFilters_AllocateNothing_ForAMessageThatTheyLetPass()
    {
        var filters = FilterCatalogue.All.Select(make => make(Services(new StreamingOptions()))).ToArray();
        var stage = new FilterStage(filters);
        using var context = Filtering.Context(Json(Chat), """{"client":"web","lang":"en"}""");
        for (int i = 0; i < 100; i++)
            Assert.Same(StageResult.Continue, await stage.ProcessAsync(context, default));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            await stage.ProcessAsync(context, default);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task WordsAndDomains_AllocateNothing_WhenNothingIsFound()
    {
        var options = Options();
        options.Filters.Links.BlockedDomains = ["evil.example"];
        options.Filters.Spam.Threshold = 500;
        File.WriteAllText(_file, "bad\nkill yourself\n");
        var filters = FilterCatalogue.All.Select(make => make(Services(options))).ToArray();
        var stage = new FilterStage(filters);
        using var context = Filtering.Context(Json(Chat));
        for (int i = 0; i < 100; i++)
            Assert.Same(StageResult.Continue, await stage.ProcessAsync(context, default));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            await stage.ProcessAsync(context, default);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>200 bytes of chat.</summary>
    internal const string Chat =
        "Good morning everybody, has somebody looked at the new build yet? I get 3 failures in https://ci.example.com/builds/4711 here, " +
        "@ann could you have a look at it? They came with the change of yesterday.";

    private static ServiceProvider Services(StreamingOptions options) =>
        new ServiceCollection().AddSingleton(new LiveSettings(options)).BuildServiceProvider();

    private IMessageFilter[] Filters()
    {
        var options = Options();
        options.Filters.Links.AllowedDomains = ["good.example"];
        options.Filters.Links.BlockedDomains = ["evil.example"];
        (options.Filters.Counts.MaxEmoji, options.Filters.Counts.MaxRepeated, options.Filters.Spam.Threshold) = (2, 3, 30);
        (options.Filters.Size.MaxBytes, options.Filters.Size.TruncateTo, options.Filters.Size.Action) = (40, 32, SizeAction.Truncate);
        (options.Filters.Metadata.DeniedKeys, options.Filters.Permission.Links) = (["secret"], Speakers.Services);
        return [.. FilterCatalogue.All.Select(make => make(Services(options)))];
    }

    private StreamingOptions Options()
    {
        var options = new StreamingOptions();
        (options.Filters.Words.File, options.Filters.Words.Action) = (_file, WordAction.Replace);
        return options;
    }

    // Every step counted is a character looked at.
    private static void AssertLinear(string scrap, Func<string, int> work)
    {
        string text = string.Concat(Enumerable.Repeat(scrap, 64_000 / scrap.Length));

        Assert.InRange(work(text), 0, 8 * text.Length);
    }

    // As a client can write it: half a surrogate pair as an escape.
    private static string Json(string text)
    {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (isPair)
                json.Append(text, i++, 2);
            else if (text[i] is < ' ' or '"' or '\\' || char.IsSurrogate(text[i]))
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else
                json.Append(text[i]);
        }

        return json.Append('"').ToString();
    }
}
