namespace Streaming.Transport.Validators;

/// <summary>
/// Text as whoever shows it carelessly might come to read it: entities of HTML resolved (once), look-alikes of ASCII that Unicode's
/// compatibility forms and case mappings turn into ASCII turned into it, lower case, and without invisible and control characters, but for
/// white space. One pass; only meant for looking at.
/// </summary>
internal static class FoldedText
{
    /// <param name="to">At least as long as <paramref name="text"/>.</param>
    /// <returns>How many characters were written.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> to)
    {
        int length = 0;
        for (int i = 0; i < text.Length;)
        {
            int special = text[i..].IndexOfAny(HiddenCharacters.Folded);
            var plain = special < 0 ? text[i..] : text.Slice(i, special);
            length += plain.ToLowerInvariant(to[length..]);
            i += plain.Length;
            if (special < 0)
                return length;

            char c = text[i];
            int size = 1;
            if (c == '&')
                size = HtmlEntity.Read(text[i..], out c);
            else if (c is '\ud835' or '\udb40' && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                (c, size) = (FoldPair(c, text[i + 1]), 2);
            i += size;
            if (FoldOne(c) is not '\0' and var folded)
                to[length++] = folded;
        }

        return length;
    }

    /// <summary>Takes comments of HTML and of scripts out.</summary>
    /// <param name="to">At least as long as <paramref name="text"/>.</param>
    /// <returns>How many characters were written.</returns>
    public static int DropComments(ReadOnlySpan<char> text, Span<char> to)
    {
        int length = 0;
        // Where one of a kind has no end, no later one has; so what is looked for in vain is looked for once.
        bool mayEnd = true, mayEndInScript = true;
        while (!text.IsEmpty)
        {
            int size = text[0] switch
            {
                '<' when mayEnd && text.StartsWith("<!--") => SizeOf(text, 4, "-->", ref mayEnd),
                '/' when mayEndInScript && text.StartsWith("/*") => SizeOf(text, 2, "*/", ref mayEndInScript),
                _ => 0,
            };
            if (size == 0)
                to[length++] = text[0];
            text = text[Math.Max(size, 1)..];
        }

        return length;
    }

    private static int SizeOf(ReadOnlySpan<char> comment, int begin, string end, ref bool mayEnd)
    {
        int at = comment[begin..].IndexOf(end);
        mayEnd = at >= 0;
        return mayEnd ? begin + at + end.Length : 0;
    }

    /// <returns>NUL for what is left out.</returns>
    private static char FoldOne(char c)
    {
        if (c < 0x80)
            return c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c is < ' ' and not ('\t' or '\n' or '\r' or '\f') or '\x7f' ? '\0' : c;
        if (c is >= '\uff01' and <= '\uff5e')
            return FoldOne((char)(c - 0xfee0));
        if (c is '\u017f' or '\u212a' or '\u0130' or '\u0131')
            return c switch { '\u017f' => 's', '\u212a' => 'k', _ => 'i' };
        if (c is '\ufe13' or >= '\ufe50' and <= '\ufe6b')
            return SmallForm(c);
        return HiddenCharacters.Dropped.Contains(c) ? '\0' : HiddenCharacters.Spaces.Contains(c) ? ' ' : c;
    }

    private static char SmallForm(char c) => c switch
    {
        '\ufe13' or '\ufe55' => ':',
        '\ufe54' => ';',
        '\ufe59' => '(',
        '\ufe5a' => ')',
        '\ufe60' => '&',
        '\ufe63' => '-',
        '\ufe64' => '<',
        '\ufe65' => '>',
        '\ufe66' => '=',
        '\ufe68' => '\\',
        _ => c,
    };

    // Mathematical letters are 13 alphabets in a row, upper and lower case each. Tags and more selectors of variants are not seen.
    private static char FoldPair(char high, char low)
    {
        if (high == '\udb40')
            return low is <= '\udc7f' or (>= '\udd00' and <= '\uddef') ? '\0' : '\ufffd';
        int letter = low - 0xdc00;
        return letter < 13 * 52 ? (char)('a' + (letter % 26)) : '\ufffd';
    }
}
