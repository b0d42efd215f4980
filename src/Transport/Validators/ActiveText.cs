using System.Buffers;

namespace Streaming.Transport.Validators;

/// <summary>
/// Finds what a browser would run, or would load as a page, if somebody put a text into a page as it is: script elements, event handlers,
/// frames, addresses that are code. Reads ASCII in any case; <see cref="FoldedText"/> makes ASCII of what others make it of.
/// </summary>
/// <remarks>
/// No parser of HTML: where a tag ends depends on what is around the text, and attacks live on that. After the first thing that begins like
/// a tag, an attribute that is a handler is one wherever it stands. One pass from mark to mark; what is looked at around one mark ends at the
/// next, so the work is linear.
/// </remarks>
internal ref struct ActiveText
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("<=:");

    // What begins with "on" and ends before an equals sign, and is no event.
    private static readonly string[] Words =
        ["online", "onset", "onsite", "onboard", "onward", "onwards", "ongoing", "onstage", "onscreen", "onshore", "onlooker", "onion", "onions"];

    private readonly ReadOnlySpan<char> _text;
    private readonly ActiveChecks _checks;
    private CodeAddress _addresses;
    private bool _isAfterTag;
    private bool _isAfterQuote;
    private int _quotesSought;

    private ActiveText(ReadOnlySpan<char> text, ActiveChecks checks)
    {
        _text = text;
        _checks = checks;
        _addresses = new CodeAddress(text);
    }

    /// <param name="text">UTF-16, whatever it holds.</param>
    /// <param name="checks">Which are on.</param>
    public static Attack Find(ReadOnlySpan<char> text, ActiveChecks checks) => new ActiveText(text, checks).Find();

    private Attack Find()
    {
        for (int at = 0; ; at++)
        {
            int next = _text[at..].IndexOfAny(Marks);
            if (next < 0)
                return Attack.None;
            at += next;
            var found = _text[at] switch
            {
                '<' => AtTag(_text[(at + 1)..]),
                '=' when Is(ActiveChecks.Markup) && IsActiveAttribute(_text[..at]) => Attack.Markup,
                ':' when Is(ActiveChecks.Protocols) && _addresses.IsAt(at) => Attack.Protocol,
                _ => Attack.None,
            };
            if (found != Attack.None)
                return found;
        }
    }

    private readonly bool Is(ActiveChecks check) => (_checks & check) != 0;

    private Attack AtTag(ReadOnlySpan<char> rest)
    {
        if (rest is ['/', ..])
            rest = rest[1..];
        else if (rest is [' ' or '\t' or '\n' or '\r' or '\f', ..])
            return Is(ActiveChecks.Scripts) && IsSpacedScript(rest) ? Attack.Script : Attack.None;
        if (rest.IsEmpty || !char.IsAsciiLetter(rest[0]))
            return Attack.None;

        _isAfterTag = true;
        if (Is(ActiveChecks.Scripts) && IsTag(rest, "script"))
            return Attack.Script;
        return Is(ActiveChecks.Markup) && IsActiveTag(rest) ? Attack.Markup : Attack.None;
    }

    // No browser takes it for a tag, but what tidies markup up may make one of it.
    private static bool IsSpacedScript(ReadOnlySpan<char> rest)
    {
        const string Name = "script";
        rest = rest.TrimStart(" \t\n\r\f");
        return rest.StartsWith(Name, StringComparison.OrdinalIgnoreCase) && rest[Name.Length..].TrimStart(" \t\n\r\f") is ['>', ..];
    }

    // A frame counts in any case. List<object> does not: those that are nothing without an attribute need one.
    private static bool IsActiveTag(ReadOnlySpan<char> rest) => (rest[0] | 0x20) switch
    {
        'i' => IsTag(rest, "iframe"),
        'f' => IsTag(rest, "frameset"),
        'o' => IsTag(rest, "object") && HasAttribute(rest, "="),
        'e' => IsTag(rest, "embed") && HasAttribute(rest, "="),
        'a' => IsTag(rest, "applet") && HasAttribute(rest, "="),
        'b' => IsTag(rest, "base") && HasAttribute(rest, "href"),
        'm' => IsTag(rest, "meta") && HasAttribute(rest, "http-equiv"),
        _ => false,
    };

    private static bool IsTag(ReadOnlySpan<char> rest, string name) =>
        rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (rest.Length == name.Length || rest[name.Length] is ' ' or '\t' or '\n' or '\r' or '\f' or '/' or '>');

    private static bool HasAttribute(ReadOnlySpan<char> rest, string name)
    {
        int end = rest.IndexOfAny('<', '>');
        return (end < 0 ? rest : rest[..end]).Contains(name, StringComparison.OrdinalIgnoreCase);
    }

    private bool IsActiveAttribute(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(" \t\n\r\f");
        int start = before.Length;
        while (start > 0 && char.IsAsciiLetter(before[start - 1]))
            start--;
        return start > 0
            && before[start - 1] is ' ' or '\t' or '\n' or '\r' or '\f' or '/' or '"' or '\'' or '`'
            && IsActiveName(before[start..])
            && (_isAfterTag || IsAfterQuote(start));
    }

    // A quotation mark at the end of a word is how to break out of the attribute that somebody puts the text into.
    private bool IsAfterQuote(int end)
    {
        for (; _quotesSought < end && !_isAfterQuote; _quotesSought++)
        {
            _isAfterQuote = _text[_quotesSought] is '"' or '\''
                && _quotesSought + 1 < _text.Length && !char.IsAsciiLetter(_text[_quotesSought + 1]);
        }

        return _isAfterQuote;
    }

    private static bool IsActiveName(ReadOnlySpan<char> name)
    {
        if (name.Equals("srcdoc", StringComparison.OrdinalIgnoreCase))
            return true;
        if (name.Length < 5 || !name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
            return false;
        foreach (string word in Words)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }
}
