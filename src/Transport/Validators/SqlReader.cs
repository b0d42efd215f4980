namespace Streaming.Transport.Validators;

/// <summary>Reads pieces of SQL in squeezed lower case, one after the other.</summary>
internal ref struct SqlReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Whether a statement may end here.</summary>
    public readonly bool IsAtEnd => _rest.TrimStart(' ') is [] or [';' or '#' or ',' or ')' or '\'' or '"', ..] or ['-', '-', ..];

    /// <summary>Whether a comment cuts off here what follows.</summary>
    public readonly bool IsAtComment => _rest.TrimStart(' ') is ['#', ..] or ['-', '-', ..];

    public readonly bool IsEmpty => _rest.TrimStart(' ').IsEmpty;

    public void Skip(string characters) => _rest = _rest.TrimStart(characters);

    /// <summary>Goes over this word, and the space before it.</summary>
    public bool TryWord(string word)
    {
        var rest = _rest.TrimStart(' ');
        if (!rest.StartsWith(word, StringComparison.Ordinal) || (rest.Length > word.Length && IsName(rest[word.Length])))
            return false;
        _rest = rest[word.Length..];
        return true;
    }

    public bool TryAny(ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (TryWord(word))
                return true;
        }

        return false;
    }

    public bool TrySign(string sign)
    {
        var rest = _rest.TrimStart(' ');
        if (!rest.StartsWith(sign, StringComparison.Ordinal))
            return false;
        _rest = rest[sign.Length..];
        return true;
    }

    /// <summary>A name, in whatever quotation marks of names; empty if there is none.</summary>
    public ReadOnlySpan<char> Name()
    {
        var rest = _rest.TrimStart(" `[\"");
        int length = 0;
        while (length < rest.Length && IsName(rest[length]))
            length++;
        _rest = rest[length..].TrimStart("`]\"");
        return rest[..length];
    }

    /// <summary>A text, whose last mark may be missing, with its first mark; a number; or a name. Empty if there is none.</summary>
    public ReadOnlySpan<char> Operand()
    {
        var rest = _rest.TrimStart(' ');
        if (rest is not ['\'' or '"', ..])
            return Name();
        int end = rest[1..].IndexOf(rest[0]);
        _rest = end < 0 ? default : rest[(end + 2)..];
        return end < 0 ? rest : rest[..(end + 1)];
    }

    /// <summary>An item of a list: what has no space and no comma in it. Empty if there is none.</summary>
    public ReadOnlySpan<char> Item()
    {
        var rest = _rest.TrimStart(' ');
        int end = rest.IndexOfAny(' ', ',');
        var item = end < 0 ? rest : rest[..end];
        _rest = rest[item.Length..];
        return item;
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '@' or '$' or > '\x7f';
}
