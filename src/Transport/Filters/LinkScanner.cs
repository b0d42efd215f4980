using System.Buffers;
using System.Text;

namespace Streaming.Transport.Filters;

/// <summary>
/// Finds what leads somewhere in one string: behind <c>scheme://</c>, <c>//</c> or the name of a web scheme, and names with dots as they
/// stand in text. What a browser takes for a slash, a dot or a user's name in front of the host is taken for that here. Every character
/// is looked at a few times at most.
/// </summary>
/// <remarks>
/// What is between the slashes and an <c>@</c> is a user's name if it is one word, or one with a colon and a password; then the host behind the
/// last <c>@</c> is the only one. Where anything else stands in it (<c>http://a.example)@b.example</c>), some programs end the address there and
/// others do not: both hosts are found.
/// </remarks>
internal ref struct LinkScanner(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> Triggers = SearchValues.Create(".。．｡:：/\\／＼");
    private static readonly SearchValues<char> AsciiTriggers = SearchValues.Create(".:/\\");
    private static readonly string[] WebSchemes = ["http", "https", "ftp", "ws", "wss"];

    private readonly ReadOnlySpan<char> _text = text;
    private readonly SearchValues<char> _triggers = Ascii.IsValid(text) ? AsciiTriggers : Triggers;
    private int _next, _floor, _pathEnd, _authorityEnd = -1, _lastAt;

    // Where the next host of an authority begins, behind an @; -1 if none does.
    private int _nextHost = -1;
    private bool _isInUser, _needsDot;

    /// <summary>The host as it is written, without user and port, and without dots at its ends.</summary>
    public ReadOnlySpan<char> Host { get; private set; }

    /// <summary>
    /// Whether readers can follow it: it has a scheme or slashes in front, a path behind, begins with <c>www.</c> or ends with a top-level
    /// domain that is in use. Else it is a name with dots: of a file, in an e-mail address, or two sentences without a space.
    /// </summary>
    public bool IsLink { get; private set; }

    /// <summary>Whether it stands behind a scheme or slashes.</summary>
    public bool IsAuthority { get; private set; }

    /// <summary>How many characters were looked at, each time counted.</summary>
    public int Steps { get; private set; }

    public bool MoveNext()
    {
        while (_next < _text.Length)
        {
            int end = _nextHost < 0 ? _text.Length : _nextHost;
            int hit = _text[_next..end].IndexOfAny(_triggers);
            if (hit < 0)
            {
                Steps += end - _next;
                _next = end;
                if (_nextHost >= 0 && TryHost(end))
                    return true;
                continue;
            }

            Steps += hit + 1;
            int at = _next + hit;
            _next = at + 1;
            if (HostText.IsDot(_text[at]) ? at >= _pathEnd && !_isInUser && TryName(at) : TryAuthority(at))
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

        FindAuthorityEnd(start);
        _needsDot = slashes < 2 || !hasScheme;
        return TryHost(start);
    }

    // Behind the slashes, or behind an @.
    private bool TryHost(int start)
    {
        int end = EndOfHost(start);
        (_nextHost, _isInUser) = (-1, false);
        if (start <= _lastAt)
        {
            int at = start + _text[start..(_lastAt + 1)].IndexOfAny('@', '＠');
            Steps += at - start;
            end = Math.Min(end, at);
            (_nextHost, _isInUser) = (at + 1, IsUser(end));
        }

        (_next, _floor) = (end, end);
        Host = HostText.Trim(_text[start..end]);
        if (_isInUser || Host.IsEmpty || _needsDot && !HostText.HasDot(Host))
            return false;
        (IsLink, IsAuthority) = (true, true);
        FindPathEnd(end);
        return true;
    }

    // Whether it goes on to the @ as the name of a user does; a port could also be a password.
    private readonly bool IsUser(int end)
    {
        if (_text[end] is ':' or '：')
        {
            end++;
            while (char.IsAsciiDigit(_text[end]))
                end++;
            return _text[end] is '@' or '＠' || HostText.IsInside(_text[end]);
        }

        return _text[end] is '@' or '＠';
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
        IsAuthority = false;
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

    // What stands in a path are names of files and no hosts. Behind a bracket, a quotation mark or a comma it may be text again.
    private void FindPathEnd(int from)
    {
        if (from < _pathEnd || !HasPath(from))
            return;
        int end = from;
        for (; end < _text.Length && !HostText.MayEndPath(_text[end]); end++)
            Steps++;
        _pathEnd = end;
    }
}
