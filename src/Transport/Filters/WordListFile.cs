using Streaming.Transport.Settings;

namespace Streaming.Transport.Filters;

/// <summary>Reads a word list: text in UTF-8, a word or phrase a line, comments behind a <c>#</c> at the beginning of a line.</summary>
internal static class WordListFile
{
    /// <summary>Bytes of the largest file.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    private const string Key = "Filters:Words:File";

    /// <returns>An empty list if no file is named, or when something was added to <paramref name="problems"/>.</returns>
    public static WordList Load(StreamingOptions options, ICollection<SettingProblem> problems)
    {
        string? path = options.Filters.Words.File;
        if (path is null)
            return WordList.Empty;
        try
        {
            if (new FileInfo(path).Length > MaxSize)
                return Refuse($"is larger than {MaxSize / 1024} KiB");
            return Parse(File.ReadAllLines(path), Refuse);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refuse("names a file that cannot be read");
        }

        WordList Refuse(string what)
        {
            problems.Add(new SettingProblem(Key, path, what));
            return WordList.Empty;
        }
    }

    private static WordList Parse(string[] lines, Func<string, WordList> refuse)
    {
        List<ListedWord> entries = [];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            List<ListedWord> entry = [.. ListedWord.Of(line)];
            if (entry.Count == 0)
                return refuse($"has a line without a letter, line {i + 1}");
            if (entry.Exists(static one => one.Words > WordList.MaxPhrase))
                return refuse($"has a line of more than {WordList.MaxPhrase} words, line {i + 1}");
            entries.AddRange(entry);
        }

        return new WordList(entries);
    }
}
