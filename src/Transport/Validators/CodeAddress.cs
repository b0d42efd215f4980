using System.Buffers;

namespace Streaming.Transport.Validators;

/// <summary>
/// Tells addresses that are code (<c>javascript:</c>, <c>vbscript:</c>) or a page of their own (<c>data:text/html</c>) from talk about them:
/// the scheme alone, or followed by words. Asked for the colons of one text, from left to right.
/// </summary>
internal ref struct CodeAddress(ReadOnlySpan<char> text)
{
    private const string Spaces = " \t\n\r\f";

    // What code can hardly do without. A word alone ("JavaScript:ES6") is code only where it is an address as a whole.
    private static readonly SearchValues<char> StopOrCode = SearchValues.Create(Spaces + "([{=`'\";%\\+!$&<");

    private static readonly SearchValues<char> Code = SearchValues.Create("([{=`%\\");
    private static readonly SearchValues<char> Punctuation = SearchValues.Create(",.;:!?/)");

    private static readonly string[] PageTypes =
        ["text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/javascript", "application/javascript", "text/ecmascript"];

    private readonly ReadOnlySpan<char> _text = text;
    private readonly int _begin = text.Length - text.TrimStart().Length;

    // Up to here nothing like code stands behind the colon before; so that nothing is searched twice.
    private int _searched;

    public bool IsAt(int colon)
    {
        var (scheme, start) = SchemeBefore(colon);
        return scheme switch
        {
            Scheme.Code => IsCode(start, colon + 1),
            Scheme.Data => IsPage(_text[(colon + 1)..]),
            _ => false,
        };
    }

    // Backwards over letters. Browsers leave tabs and ends of lines out of addresses.
    private readonly (Scheme Scheme, int Start) SchemeBefore(int colon)
    {
        Span<char> name = stackalloc char[10];
        int first = name.Length;
        for (int i = colon - 1; i >= 0 && first > 0; i--)
        {
            if (_text[i] is '\t' or '\n' or '\r')
                continue;
            if (!char.IsAsciiLetter(_text[i]))
                break;
            name[--first] = (char)(_text[i] | 0x20);
            if (Named(name[first..]) is not Scheme.None and var scheme && (i == 0 || IsBoundary(_text[i - 1])))
                return (scheme, i);
        }

        return (Scheme.None, 0);
    }

    private static Scheme Named(ReadOnlySpan<char> name) => name switch
    {
        "javascript" or "vbscript" => Scheme.Code,
        "data" => Scheme.Data,
        _ => Scheme.None,
    };

    private static bool IsBoundary(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '_');

    private bool IsCode(int start, int after)
    {
        char before = start == 0 ? ' ' : _text[start - 1];
        if (after == _text.Length || IsQuotation(before, _text[after]))
            return false;
        if (Spaces.Contains(_text[after], StringComparison.Ordinal))
            return IsSpacedCode(start, after, before);

        int from = Math.Max(after, _searched);
        int stop = _text[from..].IndexOfAny(StopOrCode);
        int end = stop < 0 ? _text.Length : from + stop;
        _searched = end;
        if (end < _text.Length && !Spaces.Contains(_text[end], StringComparison.Ordinal))
            return !IsQuotation(after, end);
        return (before is '(' or '=' || (end == _text.Length && start == _begin))
            && !_text[after..end].TrimEnd(".,;:!?)]}>").IsEmpty;
    }

    // A scheme that is quoted by itself: `javascript:`, (javascript:).
    private static bool IsQuotation(char before, char after) => (before, after) is
        ('"', '"') or ('\'', '\'') or ('`', '`') or ('(', ')') or ('[', ']') or ('<', '>') or ('{', '}') or ('*', '*') or ('_', '_');

    // One of several that are quoted together: "data:, javascript:".
    private readonly bool IsQuotation(int after, int end) =>
        _text[end] is '`' or '"' or '\'' && !_text[after..end].ContainsAnyExcept(Punctuation);

    // "JavaScript: The Good Parts" is a book. What is an attribute, or all there is, and has the look of code, is none.
    private readonly bool IsSpacedCode(int start, int after, char before)
    {
        bool isAttribute = before is '"' or '\'' or '=' or '(' or '`' || IsValueOfAttribute(_text[..start].TrimEnd(Spaces));
        if (!isAttribute && start != _begin)
            return false;
        var rest = _text[after..].TrimStart();
        int end = rest.IndexOfAny(Spaces);
        return (isAttribute || end < 0) && (end < 0 ? rest : rest[..end]).IndexOfAny(Code) >= 0;
    }

    private static bool IsValueOfAttribute(ReadOnlySpan<char> before) =>
        before is [.., '='] || (before is [.., '"' or '\''] && before[..^1].TrimEnd(Spaces) is [.., '=']);

    private static bool IsPage(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        foreach (string type in PageTypes)
        {
            if (!rest.StartsWith(type, StringComparison.OrdinalIgnoreCase))
                continue;
            rest = rest[type.Length..];
            // A comma or semicolon ends the type. In talk about it, it ends a piece of the sentence.
            return rest is [',' or ';', _, ..] && (!char.IsWhiteSpace(rest[1]) || rest[1..].TrimStart() is ['<' or '%', ..]);
        }

        return false;
    }

    private enum Scheme
    {
        None,
        Code,
        Data,
    }
}
