using Streaming.Transport.Filters;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>What counts as a link, and which domains are taken for which.</summary>
public sealed class LinkTable
{
    [Theory]
    // With a scheme, and whatever browsers take for one.
    [InlineData("https://a.example", 1)]
    [InlineData("see HTTP://A.EXAMPLE/x, ok", 1)]
    [InlineData("http://intranet/wiki", 1)]
    [InlineData("http:a.example", 1)]
    [InlineData("https:/a.example", 1)]
    [InlineData("https:\\\\a.example", 1)]
    [InlineData("https://///a.example", 1)]
    [InlineData("ftp://a.example ws://a.example", 2)]
    [InlineData("custom+x://a.example", 1)]
    [InlineData("https://[::1]:8080/", 1)]
    [InlineData("http://2130706433/", 1)]
    [InlineData("ｈｔｔｐ：／／a.example", 1)]
    // Without one.
    [InlineData("//a.example", 1)]
    [InlineData("\\\\a.example\\x", 1)]
    [InlineData("www.a.b", 1)]
    [InlineData("a.com b.org", 2)]
    [InlineData("evil.example/path", 1)]
    [InlineData("evil.zz/path", 1)]
    [InlineData("evil.zz:8080", 1)]
    [InlineData("evil.zz?x=1", 1)]
    [InlineData("1.2.3.4/x", 1)]
    [InlineData("пример.рф", 1)]
    [InlineData("a。com", 1)]
    [InlineData("看a.com看", 1)]
    [InlineData("me@a.com/path", 1)]
    // Several.
    [InlineData("https://a.example https://b.example", 2)]
    [InlineData("https://a.example,https://b.example", 2)]
    [InlineData("[a](https://a.example)[b](https://b.example)", 2)]
    [InlineData("https://a.example/?u=https://b.example/index.html", 2)]
    // One address has one host, however many names stand in its path and query.
    [InlineData("https://a.example/b.com/c.com?d.com#e.com", 1)]
    [InlineData("https://user:b.com@a.example/", 1)]
    [InlineData("https://good.example@evil.example https://good.example:443@evil.example", 2)]
    [InlineData("https://a@b@c.example", 1)]
    // But where one program ends it and another does not, it is two.
    [InlineData("[click](http://a.example)@b.example", 2)]
    [InlineData("http://a.example:80)@b.example", 2)]
    [InlineData("http://a.example/(b.com,c.com)", 2)]
    // No links.
    [InlineData("e.g. this, i.e. that... really?", 0)]
    [InlineData("Hello.World. End.Next Yes.It is", 0)]
    [InlineData("hello.world WWW.HELLO.WORLD", 2)]
    [InlineData("3.14 and 1.2.3 and 1.2.3.4", 0)]
    [InlineData("main.rs setup.py README.md Program.cs a.txt package.json", 0)]
    [InlineData("src/main/a.com", 0)]
    [InlineData("me@a.com", 0)]
    [InlineData("and/or 24/7 a//b c://", 0)]
    [InlineData("// comment", 0)]
    [InlineData("10:30 note: this :-/ :// ", 0)]
    [InlineData("你好。再见。", 0)]
    [InlineData("", 0)]
    public void Links_AreCounted(string text, int links)
    {
        var scanner = new LinkScanner(text);
        int count = 0;
        while (scanner.MoveNext())
            count += scanner.IsLink ? 1 : 0;

        Assert.Equal(links, count);
    }

    [Theory]
    [InlineData("a.com b.com c.com", "ok")]
    [InlineData("a.com b.com c.com d.com", "FILTER_URLS")]
    public void ThreeLinks_AreAllowed(string text, string outcome) =>
        Assert.Equal(outcome, Filtering.Outcome(Make, static _ => { }, text));

    [Fact]
    public void LinksAreCounted_OverAllStrings() => Assert.Equal(
        "FILTER_URLS", Filtering.OutcomeOf(Filtering.Filter(Make), """{"a":"a.com b.com","b":["c.com",{"c":"d.com"}]}"""));

    [Fact]
    public void BackEnds_MaySendMore() =>
        Assert.Equal("ok", Filtering.Outcome(Make, static _ => { }, "a.com b.com c.com d.com", Filtering.BackEnd));

    [Fact]
    public void NoLimit_IsNone() => Assert.Equal(
        "ok", Filtering.Outcome(Make, static options => options.Filters.Links.MaxUrls = 0, "a.com b.com c.com d.com"));

    // evil.example, xn--80ak6aa92e.example and 127.0.0.1 are blocked.
    [Theory]
    [InlineData("https://evil.example/", "FILTER_DOMAIN")]
    [InlineData("https://a.evil.example/", "FILTER_DOMAIN")]
    [InlineData("https://a.b.c.d.e.f.g.h.i.j.evil.example/", "FILTER_DOMAIN")]
    [InlineData("evil.example", "FILTER_DOMAIN")]
    [InlineData("//evil.example", "FILTER_DOMAIN")]
    [InlineData("mail me@evil.example", "FILTER_DOMAIN")]
    [InlineData("look:evil.example", "FILTER_DOMAIN")]
    [InlineData("_evil.example_ **evil.example**", "FILTER_DOMAIN")]
    [InlineData("看evil.example看", "FILTER_DOMAIN")]
    // Labels, not text.
    [InlineData("https://notevil.example/", "ok")]
    [InlineData("https://evil.example.org/", "ok")]
    [InlineData("https://example/evil.example", "ok")]
    [InlineData("https://good.example/?evil.example", "ok")]
    [InlineData("https://evil-example/", "ok")]
    [InlineData("evil example", "ok")]
    // Dressed up.
    [InlineData("HTTPS://EVIL.EXAMPLE:443/", "FILTER_DOMAIN")]
    [InlineData("https://evil.example./", "FILTER_DOMAIN")]
    [InlineData("https://good.example@evil.example/", "FILTER_DOMAIN")]
    [InlineData("https://good.example:x@evil.example", "FILTER_DOMAIN")]
    [InlineData("https://good.example,@evil.example", "FILTER_DOMAIN")]
    [InlineData("https://good.example @evil.example", "FILTER_DOMAIN")]
    [InlineData("https://a@b@evil.example", "FILTER_DOMAIN")]
    [InlineData("https://evil.example@good.example/", "ok")]
    [InlineData("https://evil.example:1@good.example/", "ok")]
    [InlineData("[click](http://evil.example)@good.example", "FILTER_DOMAIN")]
    [InlineData("[click](http://user@evil.example:80)@good.example", "FILTER_DOMAIN")]
    [InlineData("http://evil.example,a@good.example", "FILTER_DOMAIN")]
    [InlineData("\"http://evil.example'@good.example", "FILTER_DOMAIN")]
    [InlineData("`http://evil.example`@good.example", "FILTER_DOMAIN")]
    [InlineData("http://good.example)@evil.example", "FILTER_DOMAIN")]
    [InlineData("http://good.example),evil.example,@good.example", "FILTER_DOMAIN")]
    [InlineData("http://user:x)[b](http:evil.example)@good.example", "FILTER_DOMAIN")]
    [InlineData("http://2130706433)@good.example", "FILTER_DOMAIN")]
    [InlineData("http://good.example/),evil.example", "FILTER_DOMAIN")]
    [InlineData("http://good.example/x]evil.example http://good.example/|evil.example", "FILTER_DOMAIN")]
    [InlineData("http://good.example/'evil.example'", "FILTER_DOMAIN")]
    [InlineData("https:\\\\evil.example\\@good.example", "FILTER_DOMAIN")]
    [InlineData("https:evil.example", "FILTER_DOMAIN")]
    [InlineData("https://evil。example evil．example", "FILTER_DOMAIN")]
    [InlineData("https://ｅｖｉｌ.example", "FILTER_DOMAIN")]
    [InlineData("https://%65vil%2eexample/", "FILTER_DOMAIN")]
    [InlineData("https://ev%C2%ADil.example/", "FILTER_DOMAIN")]
    [InlineData("https://ev\u00ADil.exam\u200Bple/", "FILTER_DOMAIN")]
    [InlineData("https://еvil.example/", "FILTER_DOMAIN")]
    [InlineData("https://xn--vil-qdd.example/", "FILTER_DOMAIN")]
    [InlineData("https://évil.example/", "FILTER_DOMAIN")]
    [InlineData("https://good.example/?u=https://evil.example", "FILTER_DOMAIN")]
    [InlineData("https://good.example),evil.example", "FILTER_DOMAIN")]
    // Browsers leave tabs and ends of lines out.
    [InlineData("https://ev\til.example/x", "FILTER_DOMAIN")]
    [InlineData("ht\ttps:\n/\r\n/\tev\til\n.exam\rple", "FILTER_DOMAIN")]
    [InlineData("https://good.example\t@2130706433", "FILTER_DOMAIN")]
    [InlineData("see https://good.example\nevil, example\tis one", "ok")]
    [InlineData("good evil\n.example, not\nevil: example", "ok")]
    // Punycode and Unicode are the same.
    [InlineData("https://xn--80ak6aa92e.example/", "FILTER_DOMAIN")]
    [InlineData("https://аррӏе.example/", "FILTER_DOMAIN")]
    [InlineData("https://XN--80AK6AA92E.example/", "FILTER_DOMAIN")]
    // Addresses in all their forms.
    [InlineData("http://127.0.0.1/", "FILTER_DOMAIN")]
    [InlineData("http://2130706433/", "FILTER_DOMAIN")]
    [InlineData("http://0x7f.1/", "FILTER_DOMAIN")]
    [InlineData("http://0177.0.0.1/", "FILTER_DOMAIN")]
    [InlineData("http://0x7f000001/", "FILTER_DOMAIN")]
    [InlineData("http://[::ffff:127.0.0.1]/", "FILTER_DOMAIN")]
    [InlineData("http://127.0.0.2/", "ok")]
    public void BlockedDomains_AreKnownInEveryDress(string text, string outcome) => Assert.Equal(outcome, Filtering.Outcome(
        Make, static options => options.Filters.Links.BlockedDomains = ["evil.example", "xn--80ak6aa92e.example", "127.0.0.1"], text));

    // good.example and bücher.example are allowed.
    [Theory]
    [InlineData("https://good.example/ https://a.good.example", "ok")]
    [InlineData("https://GOOD.example.:8080/x", "ok")]
    [InlineData("https://bücher.example https://xn--bcher-kva.example https://BÜCHER.example", "ok")]
    [InlineData("no links, but README.md and me@mail.example", "ok")]
    [InlineData("https://other.example/", "FILTER_DOMAIN")]
    [InlineData("other.com", "FILTER_DOMAIN")]
    [InlineData("https://notgood.example/", "FILTER_DOMAIN")]
    [InlineData("https://good.example.evil.example/", "FILTER_DOMAIN")]
    [InlineData("https://good.example@evil.example/", "FILTER_DOMAIN")]
    [InlineData("[a](https://other.example)@good.example", "FILTER_DOMAIN")]
    [InlineData("https://good.example/),other.com", "FILTER_DOMAIN")]
    [InlineData("https://user:secret@good.example/", "ok")]
    [InlineData("https://gооd.example/", "FILTER_DOMAIN")]
    [InlineData("https://góod.example/", "FILTER_DOMAIN")]
    [InlineData("https://bucher.example/", "FILTER_DOMAIN")]
    [InlineData("http://127.0.0.1/", "FILTER_DOMAIN")]
    [InlineData("http://localhost/", "FILTER_DOMAIN")]
    public void AllowedDomains_AreExactlyThese(string text, string outcome) => Assert.Equal(outcome, Filtering.Outcome(
        Make, static options => options.Filters.Links.AllowedDomains = ["good.example", "bücher.example"], text));

    [Fact]
    public void AHostThatNoBrowserWouldRead_IsRefusedWhereDomainsAreListed() => Assert.Equal("FILTER_DOMAIN", Filtering.Outcome(
        Make, static options => options.Filters.Links.BlockedDomains = ["evil.example"], $"https://ev{new string('\u00AD', 2000)}il.example"));

    [Theory]
    [InlineData("evil.example", true)]
    [InlineData("example", true)]
    [InlineData("bücher.example", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("*.evil.example", false)]
    [InlineData("evil.example/path", false)]
    [InlineData("", false)]
    [InlineData("a.b.c.d.e.f.g.h.i", false)]
    public void WhatCanBeListed(string text, bool isDomain) => Assert.Equal(isDomain, DomainList.IsDomain(text));

    private static LinkFilter Make(LiveSettings settings) => new(settings);
}
