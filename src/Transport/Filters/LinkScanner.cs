using System.Buffers;
using System.Text;

namespace Streaming.Transport.Filters;

/// <summary>
/// Finds what leads somewhere in one string: behind <c>scheme://</c>, <c>//</c> or the name of a web scheme, and names with dots as they
/// stand in text. What a browser takes for a slash, a dot or a user's name in front of the host is taken for that here. Every character
/// is looked at a few times at most.
/// </summary>
internal ref struct LinkScanner(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> Triggers = SearchValues.Create(".。．｡:：/\\／＼");
    private static readonly SearchValues<char> AsciiTriggers = SearchValues.Create(".:/\\");
    private static readonly string[] WebSchemes = ["http", "https", "ftp", "ws", "wss"];

    private readonly ReadOnlySpan<char> _text = text;
    private readonly SearchValues<char> _triggers = Ascii.IsValid(text) ? AsciiTriggers : Triggers;
    private int _next, _floor, _pathEnd, _authorityEnd = -1, _lastAt;

    /// <summary>The host as it is written, without user and port, and without dots at its ends.</summary>
    public ReadOnlySpan<char> Host { get; private set; }

    /// <summary>
    /// Whether readers can follow it: it has a scheme or slashes in front, a path behind, begins with <c>www.</c> or ends with a top-level
    /// domain that is in use. Else it is a name with dots: of a file, in an e-mail address, or two sentences without a space.
    /// </summary>
    public bool IsLink { get; private set; }

    /// <summary>How many characters were looked at, each time counted.</summary>
    public int Steps { get; private set; }

    public bool MoveNext()
    {
        while (_next < _text.Length)
        {
            int hit = _text[_next..].IndexOfAny(_triggers);
            if (hit < 0)
            {
                Steps += _text.Length - _next;
                _next = _text.Length;
                return false;
            }

            Steps += hit + 1;
            int at = _next + hit;
            _next = at + 1;
            if (HostText.IsDot(_text[at]) ? at >= _pathEnd && TryName(at) : TryAuthority(at))
                return true;
        }

        return false;
    }

    // At a colon or a slash.
    private bool TryAuthority(int at)
    {
        bool isColon = _text[at] is ':' or '：';
        int start = isColon ? at + 1 : at;
        int slashes = 0;
        for (; start < _text.Length && HostText.IsSlash(_text[start]); start++, Steps++)
            slashes++;
        bool hasScheme = isColon && (slashes > 1 ? at > 0 && HostText.IsInside(_text[at - 1]) : IsWebScheme(at));
        if (slashes < 2 && !hasScheme)
            return false;

        _next = start;
        FindAuthorityEnd(start);
        int host = Math.Max(start, _lastAt + 1);
        int end = EndOfHost(host);
        _next = Math.Max(start, end);
        _floor = _next;
        Host = HostText.Trim(_text[host..end]);
        if (Host.IsEmpty || (slashes < 2 || !hasScheme) && !HostText.HasDot(Host))
            return false;
        IsLink = true;
        FindPathEnd(end);
        return true;
    }

    private readonly bool IsWebScheme(int colon)
    {
        foreach (string scheme in WebSchemes)
        {
            int start = colon - scheme.Length;
            if (start >= 0 && (start == 0 || !char.IsAsciiLetterOrDigit(_text[start - 1])) && HostText.Says(_text[start..colon], scheme))
                return true;
        }

        return false;
    }

    // Kept until it is passed: several links may stand in what could be the user's name in front of one host.
    private void FindAuthorityEnd(int start)
    {
        if (start <= _authorityEnd)
        {
            _lastAt = Math.Max(_lastAt, start - 1);
            return;
        }

        _lastAt = start - 1;
        int end = start;
        for (; end < _text.Length && !HostText.EndsAuthority(_text[end]); end++, Steps++)
        {
            if (_text[end] is '@' or '＠')
                _lastAt = end;
        }

        _authorityEnd = end;
    }

    private int EndOfHost(int start)
    {
        if (start < _text.Length && _text[start] == '[')
        {
            int close = _text[start..Math.Min(_text.Length, start + HostText.MaxBrackets)].IndexOf(']');
            return close < 0 ? start : start + close + 1;
        }

        int end = start;
        while (end < _text.Length && HostText.LengthAt(_text, end, allowsPercent: true) is var length and > 0)
        {
            end += length;
            Steps++;
        }

        return end;
    }

    // At a dot in running text.
    private bool TryName(int at)
    {
        int start = at;
        while (start > _floor && HostText.LengthBefore(_text, start) is var length and > 0)
        {
            start -= length;
            Steps++;
        }

        int end = at + 1;
        while (end < _text.Length && HostText.LengthAt(_text, end, allowsPercent: false) is var length and > 0)
        {
            end += length;
            Steps++;
        }

        (_floor, _next) = (end, end);
        Host = HostText.Trim(_text[start..end]);
        if (!HostText.HasDot(Host))
            return false;

        bool isAddress = start > 1 && _text[start - 1] is '@' or '＠' && HostText.IsInside(_text[start - 2]);
        bool isInPath = start > 0 && HostText.IsSlash(_text[start - 1]);
        bool hasPath = HasPath(end);
        IsLink = !isInPath && (hasPath || !isAddress && (HostText.Says(Host[..Math.Min(4, Host.Length)], "www.") || TopLevels.IsKnown(Host)));
        if (HostText.IsNumber(Host))
            IsLink = hasPath && HostText.IsQuad(Host);
        if (hasPath)
            FindPathEnd(end);
        return true;
    }

    private readonly bool HasPath(int end) => end < _text.Length
        && (HostText.IsSlash(_text[end]) || _text[end] is '?' or '#' && end + 1 < _text.Length && HostText.IsInside(_text[end + 1])
            || _text[end] == ':' && end + 1 < _text.Length && char.IsAsciiDigit(_text[end + 1]));

    // What stands in a path, up to the next space, are names of files and no hosts.
    private void FindPathEnd(int from)
    {
        if (from < _pathEnd || !HasPath(from))
            return;
        int end = from;
        for (; end < _text.Length && !HostText.EndsAddress(_text[end]); end++)
            Steps++;
        _pathEnd = end;
    }
}
