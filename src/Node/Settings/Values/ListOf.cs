namespace Streaming.Node.Settings.Values;

/// <summary>Any number of values: a list in a file, and one text with commas everywhere.</summary>
/// <param name="item">The kind of each.</param>
/// <param name="allowed">The end of a sentence: "must be …".</param>
internal sealed class ListOf<T>(IValueKind<T> item, string allowed) : IValueKind<IReadOnlyList<T>>
{
    public string Allowed => allowed;

    public bool IsList => true;

    public bool TryParse(IReadOnlyList<string> texts, out IReadOnlyList<T> value)
    {
        var values = new List<T>();
        value = values;
        foreach (string text in texts.SelectMany(static text =>
            text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!item.TryParse([text], out var one))
                return false;
            values.Add(one);
        }

        return true;
    }

    public string Format(IReadOnlyList<T> value) => string.Join(",", value.Select(item.Format));
}
