namespace Streaming.Node.Settings.Values;

/// <summary>A value that need not be there; empty is the same as not set.</summary>
internal sealed class Maybe<T>(IValueKind<T> kind) : IValueKind<T?>
    where T : struct
{
    public string Allowed => kind.Allowed;

    public bool TryParse(IReadOnlyList<string> texts, out T? value)
    {
        value = null;
        if (texts[0].Length == 0)
            return true;
        if (!kind.TryParse(texts, out T some))
            return false;
        value = some;
        return true;
    }

    public string Format(T? value) => value is { } some ? kind.Format(some) : "";
}
