using Streaming.Transport.Settings;
using Streaming.Transport.Validators;
using Xunit;
using static Streaming.Transport.Tests.Validators.ValidatorUnderTest;

namespace Streaming.Transport.Tests.Validators;

/// <summary>What is refused because it could harm those who read, and what of the same words is ordinary talk.</summary>
public sealed class SecurityValidatorTests
{
    private const string Script = "SECURITY_SCRIPT_INJECTION";
    private const string Xss = "SECURITY_XSS";
    private const string Protocol = "SECURITY_PROTOCOL";
    private const string Url = "SECURITY_INVALID_URL";
    private const string Keys = "SECURITY_METADATA";
    private const string Sql = "SECURITY_SQL_INJECTION";

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("1 < 2, and 3 > 2")]
    [InlineData("a<b && c>d")]
    [InlineData("if (x < script.length) return;")]
    [InlineData("I <3 JavaScript")]
    [InlineData("use a <b> tag, or <a href=\"/about\">a link</a>")]
    [InlineData("<p class=\"x\">hi</p> <br/> <img src=\"cat.png\" alt=\"one cat\">")]
    [InlineData("<scripture> and <transcript>")]
    [InlineData("List<object> all = new Dictionary<string, Base>();")]
    [InlineData("the script, the iframe and the onclick handler")]
    [InlineData("button.onclick = go; window.onload = start;")]
    [InlineData("<user online=true once=1>")]
    [InlineData("he said \"yes\" online=1")]
    [InlineData("Fish &amp; chips, AT&T, R&D, &c.")]
    [InlineData("note: a: b, 12:30, :smile: and std::vector")]
    public void OrdinaryTalk_Passes(string text) => Assert.Equal("", Ask(Saying(text)));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("hi <script src=//evil.example/x.js></script>")]
    [InlineData("<SCRIPT>alert(1)</SCRIPT>")]
    [InlineData("<ScRiPt\n>alert(1)")]
    [InlineData("<script\t>")]
    [InlineData("<script/x>")]
    [InlineData("<script")]
    [InlineData("</script>")]
    [InlineData("< script >alert(1)< /script >")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    // Between the letters: NUL, zero width, a comment.
    [InlineData("<scr\0ipt>alert(1)")]
    [InlineData("<scr\u200bipt>alert(1)")]
    [InlineData("<scr<!-- -->ipt>alert(1)")]
    [InlineData("<scr/**/ipt>alert(1)")]
    // In a comment that a browser takes for ended.
    [InlineData("<!--><script>alert(1)</script>-->")]
    // Entities, with leading zeros, without semicolons.
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("&ltscript>alert(1)")]
    [InlineData("&#60;script&#62;")]
    [InlineData("&#x3c;script>")]
    [InlineData("&#X000000003Cscript>")]
    [InlineData("<s&#99;ript>")]
    // What becomes ASCII: full width, small forms, long s, mathematical letters.
    [InlineData("＜script＞alert(1)")]
    [InlineData("＜ｓｃｒｉｐｔ＞")]
    [InlineData("﹤script﹥")]
    [InlineData("<\u017fcript>")]
    [InlineData("<𝐬𝐜𝐫𝐢𝐩𝐭>")]
    public void Scripts_AreRefused(string text)
    {
        Assert.Equal(Script, Ask(Saying(text)));
        Assert.Equal("", Ask(Saying(text), o => o.Scripts = false));
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<IMG SRC=x OnError = alert(1)>")]
    [InlineData("<img/src=x/onerror=alert(1)>")]
    [InlineData("<img src=\"x\"onerror=alert(1)>")]
    [InlineData("<img\nsrc=x\nonerror\n=\nalert(1)>")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<body onpageshow=alert(1)>")]
    [InlineData("<a title=\">\" onmouseover=alert(1)>x</a>")]
    [InlineData("<img alt=a\" title='>\"' onerror=alert(1)>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<x on\0click=alert(1)>")]
    [InlineData("<img src=x on&#101;rror=alert(1)>")]
    [InlineData("＜img src=x onerror＝alert(1)＞")]
    // Out of another attribute.
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("' autofocus onfocus=alert(1) x='")]
    [InlineData("'/onfocus=alert(1) x='")]
    // Frames, and what loads pages.
    [InlineData("<iframe src=//evil.example>")]
    [InlineData("<iframe>")]
    [InlineData("<iframe srcdoc=\"&lt;b&gt;\">")]
    [InlineData("<x srcdoc=\"y\">")]
    [InlineData("<frameset>")]
    [InlineData("<object data=evil.swf>")]
    [InlineData("<embed src=evil.swf>")]
    [InlineData("<base href=//evil.example>")]
    [InlineData("<meta http-equiv=refresh content=0>")]
    public void MarkupThatRuns_IsRefused(string text)
    {
        Assert.Equal(Xss, Ask(Saying(text)));
        Assert.Equal("", Ask(Saying(text), o => o.Markup = false));
    }

    [Theory]
    [InlineData("javascript:alert(1)", Protocol)]
    [InlineData("see javascript:alert(1) there", Protocol)]
    [InlineData("JaVaScRiPt:alert(1)", Protocol)]
    [InlineData("[click](javascript:alert(1))", Protocol)]
    [InlineData("[click](javascript:name)", Protocol)]
    [InlineData("<a href=javascript:alert(1)>x</a>", Protocol)]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", Protocol)]
    [InlineData("<a href=\" javascript: alert(1)\">x</a>", Protocol)]
    [InlineData("java\tscript:alert(1)", Protocol)]
    [InlineData("java\nscr\r\nipt:alert(1)", Protocol)]
    [InlineData("x\njavascript:alert(1)", Protocol)]
    [InlineData("\u0001javascript:alert(1)", Protocol)]
    [InlineData("java\u200bscript:alert(1)", Protocol)]
    [InlineData("java\u00adscript\ufeff:alert(1)", Protocol)]
    [InlineData("java&#115;cript:alert(1)", Protocol)]
    [InlineData("java&Tab;script&colon;alert&lpar;1&rpar;", Protocol)]
    [InlineData("java&NewLine;script:alert(1)", Protocol)]
    [InlineData("ｊａｖａｓｃｒｉｐｔ：alert(1)", Protocol)]
    [InlineData("java/**/script:alert(1)", Protocol)]
    [InlineData("javascript:[][(![]+[])[+[]]]", Protocol)]
    [InlineData("javascript://%0aalert(1)", Protocol)]
    [InlineData("javascript:label:alert(1)", Protocol)]
    [InlineData("javascript:name", Protocol)]
    [InlineData("javascript: alert(1)", Protocol)]
    [InlineData("vbscript:msgbox(1)", Protocol)]
    [InlineData("data:text/html,<b>x</b>", Protocol)]
    [InlineData("data:text/html;base64,PHNjcmlwdD4=", Protocol)]
    [InlineData("DATA: text/html , x", "")]
    [InlineData("data:text/html, %3Cscript%3E", Protocol)]
    [InlineData("data:application/xhtml+xml,x", Protocol)]
    // Talk.
    [InlineData("the javascript: scheme", "")]
    [InlineData("`javascript:` and `vbscript:` are schemes", "")]
    [InlineData("schemes (javascript:) and \"javascript:\"-links", "")]
    [InlineData("never allow javascript:, data: or vbscript:", "")]
    [InlineData("JavaScript: The Good Parts", "")]
    [InlineData("JavaScript:the good parts", "")]
    [InlineData("Languages: Java, JavaScript:ES6", "")]
    [InlineData("in JavaScript: console.log(1) prints 1", "")]
    [InlineData("notjavascript:alert(1) and x-javascript:alert(1)", "")]
    [InlineData("metadata:text/html,x", "")]
    [InlineData("we send data:text/html, then the rest", "")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", "")]
    [InlineData("data: 5 rows", "")]
    // No better than it can be told apart: a word that is all there is may be an address.
    [InlineData("javascript:react", Protocol)]
    public void AddressesThatAreCode_AreRefused(string text, string code)
    {
        Assert.Equal(code, Ask(Saying(text)));
        Assert.Equal("", Ask(Saying(text), o => o.Protocols = false));
    }

    [Theory]
    [InlineData("https://www.bank.com@evil.example/login", Url)]
    [InlineData("https://bank.com:443@evil.example", Url)]
    [InlineData("HTTPS://BANK.DE@evil.example", Url)]
    [InlineData("https://evil.example\\@good.example", Url)]
    [InlineData("https://a@b@evil.example", Url)]
    [InlineData("https://exam\u200bple.com", Url)]
    [InlineData("https://\u202emoc.elpmaxe", Url)]
    [InlineData("https://ex\0ample.com", Url)]
    [InlineData("https://%65vil.example/", Url)]
    [InlineData("wss://a.com@evil.example", Url)]
    // Wrong is no harm; a user is no host.
    [InlineData("https://example.com/a?b=c@d.com", "")]
    [InlineData("https://medium.com/@ada", "")]
    [InlineData("https://john.doe@git.example/repo.git", "")]
    [InlineData("https://user:secret@db.example", "")]
    [InlineData("https://example.com\u200b", "")]
    [InlineData("http://localhost:8080\\n", "")]
    [InlineData("http://host:port/, http://[::1]/, http://%s:%d/ and http://", "")]
    [InlineData("https:\\/\\/example.com", "")]
    [InlineData("postgres://ada.com@db", "")]
    [InlineData("https://bücher.example", "")]
    public void AddressesThatDeceive_AreRefused(string text, string code)
    {
        Assert.Equal(code, Ask(Saying(text)));
        Assert.Equal("", Ask(Saying(text), o => o.Urls = false));
    }

    [Theory]
    [InlineData("""{"__proto__":{"isAdmin":true}}""", Keys)]
    [InlineData("""{"a":[{"b":{"__proto__":1}}]}""", Keys)]
    [InlineData("""{"\u005f_proto__":1}""", Keys)]
    [InlineData("""{"\u005f\u005f\u0070\u0072\u006f\u0074\u006f\u005f\u005F":1}""", Keys)]
    [InlineData("""{"a.__proto__.b":1}""", Keys)]
    [InlineData("""{"a[__proto__][b]":1}""", Keys)]
    [InlineData("""{"constructor":{"prototype":{"a":1}}}""", Keys)]
    [InlineData("""{"constructor" : {"x":[{"y":1}],"prototype":1}}""", Keys)]
    [InlineData("""{"c\u006fnstructor":{"pr\u006ftotype":1}}""", Keys)]
    [InlineData("""{"constructor.prototype.a":1}""", Keys)]
    // Names that only look like it, and text.
    [InlineData("""{"constructor":"Ada"}""", "")]
    [InlineData("""{"constructor":{"name":"Ada"},"prototype":{"a":1}}""", "")]
    [InlineData("""{"constructor":{"x":{"prototype":1}}}""", "")]
    [InlineData("""{"constructor":[{"prototype":1}]}""", "")]
    [InlineData("""{"prototype":1,"proto":2,"_proto_":3}""", "")]
    [InlineData("""{"text":"obj.__proto__ and constructor.prototype"}""", "")]
    [InlineData("""{"\ud800":"__proto__"}""", "")]
    [InlineData("""["__proto__"]""", "")]
    public void NamesThatReachIntoPrototypes_AreRefused_InDataAndMetadata(string json, string code)
    {
        Assert.Equal(code, Ask(json));
        Assert.Equal("", Ask(json, o => o.PrototypeKeys = false));
        if (json.StartsWith('{'))
            Assert.Equal(code, Ask("1", metadata: json));
    }

    [Theory]
    [InlineData("' OR 1=1 --", Sql)]
    [InlineData("x' or '1'='1", Sql)]
    [InlineData("\" or \"\"=\"", Sql)]
    [InlineData("') or ('a'='a", Sql)]
    [InlineData("' or true--", Sql)]
    [InlineData("' or 1#", Sql)]
    [InlineData("' || 1=1", Sql)]
    [InlineData("'/**/OR/**/1=1", Sql)]
    [InlineData("' or name like '%", Sql)]
    [InlineData("' and sleep(5)", Sql)]
    [InlineData("id=1 or 1=1", Sql)]
    [InlineData("id=5 or 5 = 5", Sql)]
    [InlineData("admin'--", Sql)]
    [InlineData("admin' #", Sql)]
    [InlineData("x; DROP TABLE users", Sql)]
    [InlineData("x'; drop table if exists users; --", Sql)]
    [InlineData("1; truncate table log", Sql)]
    [InlineData("; delete from users where 1", Sql)]
    [InlineData("; insert into users values (1)", Sql)]
    [InlineData("; update users set admin = 1", Sql)]
    [InlineData("; exec xp_cmdshell 'dir'", Sql)]
    [InlineData("1 UNION SELECT name, password FROM users", Sql)]
    [InlineData("1 union all select * from users", Sql)]
    [InlineData("1/*!50000union*//*!50000select*/1,2 from users", Sql)]
    [InlineData("0 union select null,null", Sql)]
    [InlineData("＇ ＯＲ １=１", Sql)]
    // Words of SQL are words.
    [InlineData("select", "")]
    [InlineData("please select one from the list", "")]
    [InlineData("drop me a line; select one", "")]
    [InlineData("drop table", "")]
    [InlineData("the union select a delegate from the floor", "")]
    [InlineData("wait; delete from your phone the app", "")]
    [InlineData("hm; update your set of rules", "")]
    [InlineData("it's this or that", "")]
    [InlineData("'yes' or 'no'", "")]
    [InlineData("it's 5 or 6 -- who knows", "")]
    [InlineData("either 1 or 2", "")]
    [InlineData("rock 'n' roll -- really", "")]
    [InlineData("SELECT * FROM users", "")]
    public void AttacksOnDatabases_AreRefusedWhereThatIsSwitchedOn(string text, string code)
    {
        Assert.Equal(code, Ask(Saying(text), o => o.Sql = true));
        Assert.Equal("", Ask(Saying(text)));
    }

    [Theory]
    [InlineData("""{"a":[{"b":"<script>"}]}""", "", Script)]
    [InlineData("\"<script>\"", "", Script)]
    [InlineData("1", """{"nick":"<script>"}""", Script)]
    [InlineData("""{"text":"\u003cscript\u003e"}""", "", Script)]
    // Names are not looked at for markup.
    [InlineData("""{"<script>":1}""", "", "")]
    public void AllStringsOfDataAndMetadata_AreLookedAt(string data, string metadata, string code) => Assert.Equal(code, Ask(data, metadata: metadata));

    [Theory]
    [InlineData("code", null, "")]
    [InlineData("dev.frontend", null, "")]
    [InlineData("lobby", null, Script)]
    [InlineData("codes", null, Script)]
    [InlineData("lobby", "snippets.js", "")]
    [InlineData("code", "prices", Script)]
    public void Rooms_CanBeExcepted(string room, string? channel, string code)
    {
        string found = ValidatorUnderTest.Ask(
            static settings => new SecurityValidator(settings),
            static options =>
            {
                options.Validation.Security.ExceptRooms = [Pattern("code"), Pattern("dev.*")];
                options.Validation.Security.ExceptChannels = [Pattern("snippets.*")];
            },
            Saying("<script>"),
            room: room,
            channel: channel);

        Assert.Equal(code, found);
    }

    [Theory]
    [InlineData("see https://evil.example/x", "SECURITY_BLOCKED_DOMAIN")]
    [InlineData("//EVIL.example", "SECURITY_BLOCKED_DOMAIN")]
    [InlineData("a.b.evil.example/", "SECURITY_BLOCKED_DOMAIN")]
    [InlineData("https://еvil.example", "SECURITY_BLOCKED_DOMAIN")]
    [InlineData("https://xn--vil-qdd.example", "SECURITY_BLOCKED_DOMAIN")]
    [InlineData("https://notevil.example", "")]
    [InlineData("https://evil.example.org", "")]
    public void Domains_CanBeBlocked_InDataAndMetadata(string text, string code)
    {
        Assert.Equal(code, Ask(Saying(text), static o => o.BlockedDomains = ["evil.example"]));
        Assert.Equal(code, Ask("1", static o => o.BlockedDomains = ["evil.example"], metadata: Saying(text)));
        Assert.Equal("", Ask(Saying(text)));
    }

    private static Streaming.Actors.Ids.NamePattern Pattern(string text) =>
        Streaming.Actors.Ids.NamePattern.TryParse(text, out var pattern) ? pattern : throw new ArgumentException(text);

    private static string Ask(string data, Action<SecurityValidationOptions>? configure = null, string metadata = "") => ValidatorUnderTest.Ask(
        static settings => new SecurityValidator(settings), options => configure?.Invoke(options.Validation.Security), data, metadata);
}
