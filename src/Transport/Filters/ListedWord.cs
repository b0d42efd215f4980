namespace Streaming.Transport.Filters;

/// <summary>An entry of a word list as it is looked for.</summary>
/// <param name="Words">How many words it has; 1 is no phrase.</param>
/// <param name="Hash">Of the word or the phrase.</param>
/// <param name="LastWord">Of the word, or of the last one of the phrase.</param>
/// <param name="ByRuns">Of the word by its runs of letters; 0 for a phrase.</param>
internal readonly record struct ListedWord(int Words, ulong Hash, ulong LastWord, ulong ByRuns)
{
    /// <summary>
    /// The entry as it is written, in capitals and with a first capital, since there are letters that look like others in one case only.
    /// </summary>
    /// <returns>Nothing if there is no letter or digit in it.</returns>
    public static IEnumerable<ListedWord> Of(string entry) =>
        new[] { entry, entry.ToUpperInvariant(), string.Concat(entry[..1].ToUpperInvariant(), entry.AsSpan(1)) }
            .SelectMany(OfOne)
            .Distinct();

    private static IEnumerable<ListedWord> OfOne(string entry)
    {
        var words = WordsOf(entry);
        if (words.Count == 0)
            yield break;
        yield return OfWords(words);
        // One that is written with something inside it is found without that, too.
        if (words.Count > 1 && !entry.Any(char.IsWhiteSpace) && !words.Exists(static word => Folding.StandsAlone(word[0])))
            yield return OfWords([[.. words.SelectMany(static word => word)]]);
    }

    private static ListedWord OfWords(List<List<int>> words)
    {
        if (words is [var only])
        {
            var runs = default(Runs);
            only.ForEach(letter => runs.Add(letter));
            int readings = runs.End();
            // A word that has three in a row itself is looked for with two of them.
            ulong word = only.Aggregate(WordHash.Empty, WordHash.Add);
            return new ListedWord(1, word, word, runs.Reading(readings - 1));
        }

        words.Reverse();
        ulong phrase = words.Aggregate(0UL, static (hash, word) => WordHash.Before(hash, HashInPhrase(word)));
        return new ListedWord(words.Count, phrase, HashInPhrase(words[0]), 0);
    }

    private static ulong HashInPhrase(List<int> word) => InPhrase(word).Aggregate(WordHash.Empty, WordHash.Add);

    private static IEnumerable<int> InPhrase(List<int> word) => word.Exists(static letter => !Folding.IsDigit(letter))
        ? word.Select(static letter => LookAlikes.LetterOf(letter, 'i') is var plain and not '\0' ? plain : letter)
        : word;

    // Signs that stand for letters are letters here: "a$$" is not "a".
    private static List<List<int>> WordsOf(string entry)
    {
        List<List<int>> words = [];
        bool isInside = false;
        for (int i = 0; i < entry.Length;)
        {
            int folded = Folding.Of(entry, i, out int length);
            if (folded <= Folding.LastNonLetter && entry[i] is '@' or '$')
                folded = LookAlikes.LetterOf(entry[i], 'i');
            i += length;
            if (folded == Folding.Ignored)
                continue;
            if (folded <= Folding.LastNonLetter)
            {
                isInside = false;
                continue;
            }

            bool alone = Folding.StandsAlone(folded);
            if (!isInside || alone)
                words.Add([]);
            isInside = !alone;
            foreach (int letter in new FoldedLetters(folded))
                words[^1].Add(letter);
        }

        return words;
    }
}
