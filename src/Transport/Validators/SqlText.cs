namespace Streaming.Transport.Validators;

/// <summary>
/// Finds text that changes what an SQL statement means into which somebody pastes it: an <c>or</c> that is always true behind a quotation
/// mark, a second statement, a union, a comment that cuts off the rest. Words of SQL alone are none of it.
/// </summary>
internal static class SqlText
{
    /// <summary>Makes one space of white space and comments, for <see cref="IsAttack"/>.</summary>
    /// <param name="text">Lower case, as <see cref="FoldedText"/> leaves it.</param>
    /// <param name="to">At least as long.</param>
    /// <returns>How many characters were written.</returns>
    public static int Squeeze(ReadOnlySpan<char> text, Span<char> to)
    {
        int length = 0;
        bool mayClose = true;
        for (int i = 0; i < text.Length;)
        {
            int size = GapAt(text[i..], ref mayClose);
            if (size == 0)
            {
                to[length++] = text[i++];
                continue;
            }

            i += size;
            if (length == 0 || to[length - 1] != ' ')
                to[length++] = ' ';
        }

        return length;
    }

    /// <param name="text">As <see cref="Squeeze"/> leaves it.</param>
    public static bool IsAttack(ReadOnlySpan<char> text)
    {
        bool isOpen = false;
        for (int i = 0; i < text.Length; i++)
        {
            var rest = text[(i + 1)..];
            switch (text[i])
            {
                case '\'' or '"':
                    isOpen = !isOpen;
                    if (SqlCondition.FollowsText(rest) || (isOpen && IsCut(rest)))
                        return true;
                    break;
                // A number needs no mark: id=1 or 1=1
                case ' ' when i > 0 && char.IsAsciiDigit(text[i - 1]) && SqlCondition.FollowsNumber(rest):
                case ';' when SqlStatement.Follows(rest):
                case 'u' when (i == 0 || !char.IsAsciiLetterOrDigit(text[i - 1])) && SqlStatement.IsUnion(text[i..]):
                    return true;
            }
        }

        return false;
    }

    // The rest of the statement becomes a comment: admin'--
    private static bool IsCut(ReadOnlySpan<char> rest) => rest.TrimStart(' ').TrimEnd(' ') is "--" or "#" or "-- -" or "--+";

    private static int GapAt(ReadOnlySpan<char> text, ref bool mayClose)
    {
        if (text[0] is ' ' or '\t' or '\n' or '\r' or '\f')
            return 1;
        if (text is ['*', '/', ..])
            return 2;
        if (text is not ['/', '*', ..])
            return 0;
        // MySQL runs what stands in /*!50000 … */.
        if (text is ['/', '*', '!', ..])
        {
            int digits = 3;
            while (digits < text.Length && digits < 9 && char.IsAsciiDigit(text[digits]))
                digits++;
            return digits;
        }

        // Where one comment does not end, no later one does; so this is looked for once.
        int end = mayClose ? text[2..].IndexOf("*/") : -1;
        mayClose = end >= 0;
        return end >= 0 ? end + 4 : 2;
    }
}
