namespace Streaming.Transport.Filters;

/// <summary>
/// The hash of a folded word, letter by letter (FNV-1a, 64 bits). Words are compared by it alone: of a list of ten thousand some two in ten
/// million million others would be taken for one of them.
/// </summary>
internal static class WordHash
{
    public const ulong Empty = 14_695_981_039_346_656_037;

    private const ulong Prime = 1_099_511_628_211;

    public static ulong Add(ulong hash, int letter) => (hash ^ (uint)letter) * Prime;

    /// <summary>Adds a letter, or all of those that it stands for.</summary>
    /// <param name="folded">A letter as <see cref="Folding"/> gives it.</param>
    public static ulong AddAll(ulong hash, int folded)
    {
        foreach (int letter in new FoldedLetters(folded))
            hash = Add(hash, letter);
        return hash;
    }

    /// <summary>Of a phrase, which is taken from its last word to its first: another word in front of it.</summary>
    public static ulong Before(ulong phrase, ulong word) => (ulong.RotateLeft(phrase, 23) ^ word) * Prime;
}
