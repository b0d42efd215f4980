namespace Streaming.Transport.Filters;

/// <summary>Takes a Hangul syllable apart into its letters, which a text may also be written in (Unicode Standard, section 3.12).</summary>
internal static class HangulFolding
{
    private const int First = 0xAC00;
    private const int Last = 0xD7A3;
    private const int Vowels = 21;
    private const int Tails = 28;

    public static bool IsSyllable(int folded) => folded is >= First and <= Last;

    /// <summary>Whether it is a vowel or an end, which another letter of the same syllable stands in front of.</summary>
    public static bool IsWithinSyllable(int folded) => folded is >= 0x1161 and <= 0x11FF;

    /// <param name="tail">0 where the syllable ends with its vowel.</param>
    public static void Split(int syllable, out int lead, out int vowel, out int tail)
    {
        int index = syllable - First;
        lead = 0x1100 + index / (Vowels * Tails);
        vowel = 0x1161 + index % (Vowels * Tails) / Tails;
        tail = index % Tails == 0 ? 0 : 0x11A7 + index % Tails;
    }
}
