using System.Collections.Frozen;

namespace Streaming.Transport.Filters;

/// <summary>
/// Top-level domains by which a bare name in text is taken for a link: those that are much used, and of the countries' all but what files
/// are called as well (.md, .py, .rs …).
/// </summary>
internal static class TopLevels
{
    private const int MaxLength = 24;

    private const string Names =
        "com net org edu gov mil int info biz name pro mobi tel jobs travel asia cat coop museum aero post arpa onion example test " +
        "app dev web page blog site online website space store shop xyz top club live life news media tech cloud host click link " +
        "work world today email chat social group team zone one icu vip fun games game bet casino poker porn xxx sex adult dating loan money " +
        "finance bank trade crypto win bid download stream video tube movie music photo photos pics art design studio agency digital network " +
        "systems software solutions services support help center company business ltd inc llc global international expert guru ninja cool " +
        "buzz monster quest rest lol wtf fyi ink pub bar cafe pizza beer wine fit yoga health care clinic dental doctor law legal academy " +
        "school university college science wiki review reviews sale discount deals cheap gift gifts party date men wang ren kim cyou sbs cfd " +
        "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cd cf cg ch ci ck cl " +
        "cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr " +
        "gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls " +
        "lt lu lv ly ma mc me mg mh mk mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk " +
        "pn pr pt pw qa re ro ru rw sa sb sc sd se sg si sj sk sl sm sn sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn " +
        "tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw " +
        "рф бел укр бг срб мон 中国 中國 香港 台灣 台湾 公司 网络 网址 在线 商店 한국 みんな ไทย भारत";

    // English words, which follow a full stop without a space more often in capitals than as a domain.
    private const string WordsAsWell =
        "am are as at be do has he in is it me my no now of on one or so to us we world today life live news work date men fit help best love win fun game " +
        "games link click site page blog store shop top club team zone cool rest bar cafe school science review sale party gift music movie photo design";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words =
        WordsAsWell.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Known =
        Names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ByName = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the name ends with one. A name in Punycode does.</summary>
    public static bool IsKnown(ReadOnlySpan<char> host)
    {
        var last = host[(host.LastIndexOfAny(".。．｡") + 1)..];
        if (last.Length is 0 or > MaxLength)
            return false;
        if (char.IsAsciiLetterUpper(last[0]) && !last[1..].ContainsAnyInRange('A', 'Z') && Words.Contains(last))
            return false;
        if (last.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) || ByName.Contains(last))
            return true;

        // However it is dressed up.
        Span<char> plain = stackalloc char[MaxLength];
        int length = 0;
        for (int i = 0; i < last.Length;)
        {
            int folded = Folding.Of(last, i, out int units);
            i += units;
            if (folded is > Folding.LastNonLetter and <= char.MaxValue)
                plain[length++] = (char)folded;
        }

        return ByName.Contains(plain[..length]);
    }
}
