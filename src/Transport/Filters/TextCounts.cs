namespace Streaming.Transport.Filters;

/// <summary>What can be counted in a string, each in one pass.</summary>
internal static class TextCounts
{
    private const int Joiner = 0x200D;
    private const int EmojiSelector = 0xFE0F;
    private const int Keycap = 0x20E3;

    /// <summary>
    /// Mentions: <c>@</c> and a letter, digit or underscore, not inside a word as in an e-mail address. Who is mentioned twice counts twice.
    /// </summary>
    public static int Mentions(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int next = 0; text[next..].IndexOfAny('@', '＠', '﹫') is >= 0 and var hit; next += hit + 1)
        {
            int at = next + hit;
            bool isInWord = at > 0 && Folding.Of(text[at - 1]) > Folding.LastNonLetter;
            bool namesSomebody = at + 1 < text.Length && (HostText.IsInside(text[at + 1]) || text[at + 1] == '_');
            count += !isInWord && namesSomebody ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// Emoji as people see them: one that is joined of several counts once, with its skin tone and its selector; so do a flag and a keycap.
    /// </summary>
    public static int Emoji(ReadOnlySpan<char> text)
    {
        int count = 0, last = 0;
        bool isHalfFlag = false;
        for (int i = 0; i < text.Length;)
        {
            int point = PointAt(text, i, out int length);
            i += length;
            bool isFlagLetter = point is >= 0x1F1E6 and <= 0x1F1FF;
            bool isSecondOfFlag = isFlagLetter && isHalfFlag;
            isHalfFlag = isFlagLetter && !isHalfFlag;
            bool counts = IsEmoji(point) && last != Joiner && !isSecondOfFlag
                || point == Keycap
                || point == EmojiSelector && last > 0x7F && !IsEmoji(last) && Folding.Of(text[i - 2]) == Folding.Break;
            count += counts ? 1 : 0;
            last = point;
        }

        return count;
    }

    /// <summary>
    /// The longest row of the same character, whatever its case and style and however many invisible ones stand in between. Spaces do not count.
    /// </summary>
    public static int LongestRun(ReadOnlySpan<char> text)
    {
        int longest = 0, run = 0, last = 0;
        for (int i = 0; i < text.Length;)
        {
            int folded = Folding.Of(text, i, out int length);
            int one = folded == Folding.Break ? PointAt(text, i, out _) : folded;
            i += length;
            if (folded == Folding.Ignored)
                continue;
            run = one == last ? run + 1 : 1;
            last = one;
            if (folded != Folding.Space)
                longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static int PointAt(ReadOnlySpan<char> text, int at, out int length)
    {
        bool isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
        length = isPair ? 2 : 1;
        return isPair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
    }

    // What is drawn as a picture without being asked to; skin tones belong to what they follow.
    private static bool IsEmoji(int point) => point
        is 0x231A or 0x231B or (>= 0x23E9 and <= 0x23EC) or 0x23F0 or 0x23F3 or 0x25FD or 0x25FE or 0x2614 or 0x2615
        or (>= 0x2648 and <= 0x2653) or 0x267F or 0x2693 or 0x26A1 or 0x26AA or 0x26AB or 0x26BD or 0x26BE or 0x26C4 or 0x26C5 or 0x26CE
        or 0x26D4 or 0x26EA or 0x26F2 or 0x26F3 or 0x26F5 or 0x26FA or 0x26FD or 0x2705 or 0x270A or 0x270B or 0x2728 or 0x274C or 0x274E
        or (>= 0x2753 and <= 0x2755) or 0x2757 or (>= 0x2795 and <= 0x2797) or 0x27B0 or 0x27BF or 0x2B1B or 0x2B1C or 0x2B50 or 0x2B55
        or 0x1F004 or 0x1F0CF or 0x1F18E or (>= 0x1F191 and <= 0x1F19A) or (>= 0x1F1E6 and <= 0x1F1FF) or 0x1F201 or 0x1F21A or 0x1F22F
        or (>= 0x1F232 and <= 0x1F236) or (>= 0x1F238 and <= 0x1F23A) or 0x1F250 or 0x1F251
        or (>= 0x1F300 and <= 0x1F3FA) or (>= 0x1F400 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F7E0 and <= 0x1F7F0)
        or (>= 0x1F90C and <= 0x1F9FF) or (>= 0x1FA70 and <= 0x1FAFF);
}
