namespace Streaming.Node.Settings.Values;

/// <summary>A text that is always there.</summary>
/// <param name="allowed">The end of a sentence: "must be …".</param>
/// <param name="rule">What it has to be like.</param>
internal sealed class Word(string allowed, Func<string, bool> rule) : IValueKind<string>
{
    public string Allowed => allowed;

    public bool TryParse(IReadOnlyList<string> texts, out string value)
    {
        value = texts[0];
        return rule(value);
    }

    public string Format(string value) => value;
}
