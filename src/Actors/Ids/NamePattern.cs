namespace Streaming.Actors.Ids;

/// <summary>
/// The id of a room or channel, or the start of ids followed by <c>*</c>; a star alone is all. It is no character of ids, so a
/// pattern can never be mistaken for one.
/// </summary>
public readonly record struct NamePattern
{
    /// <summary>Every id.</summary>
    public static readonly NamePattern All = new("", isPrefix: true);

    private readonly string _start;

    private NamePattern(string start, bool isPrefix) => (_start, IsPrefix) = (start, isPrefix);

    /// <summary>Whether it ends in a star, and so may match more than one.</summary>
    public bool IsPrefix { get; }

    /// <summary>What all ids that match begin with; the whole id where there is no star.</summary>
    public string Start => _start ?? "";

    /// <summary>Checks the syntax; the only way in for text from outside.</summary>
    public static bool TryParse(string? text, out NamePattern pattern)
    {
        bool isPrefix = text is [.., '*'];
        string start = isPrefix ? text![..^1] : text ?? "";
        pattern = new NamePattern(start, isPrefix);
        return (isPrefix && start.Length == 0) || IdSyntax.IsName(start);
    }

    /// <summary>The same for all of them. None at all stay none, and that is no fault.</summary>
    public static bool TryParseAll(IReadOnlyList<string?>? texts, out List<NamePattern>? patterns)
    {
        patterns = texts is null ? null : [];
        foreach (string? text in texts ?? [])
        {
            if (!TryParse(text, out NamePattern pattern))
                return false;
            patterns!.Add(pattern);
        }

        return true;
    }

    /// <summary>The pattern that matches this id alone.</summary>
    /// <param name="name">One whose syntax has been checked.</param>
    public static NamePattern Exactly(string name) => new(name, isPrefix: false);

    public bool Matches(string name) => IsPrefix
        ? name.StartsWith(Start, StringComparison.Ordinal)
        : string.Equals(name, Start, StringComparison.Ordinal);

    public override string ToString() => IsPrefix ? Start + "*" : Start;
}
