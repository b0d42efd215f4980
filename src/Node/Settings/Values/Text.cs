namespace Streaming.Node.Settings.Values;

/// <summary>Any text that a rule accepts; empty is the same as not set.</summary>
/// <param name="allowed">The end of a sentence: "must be …".</param>
/// <param name="rule">Null accepts every text.</param>
internal sealed class Text(string allowed, Func<string, bool>? rule = null) : IValueKind<string?>
{
    public string Allowed => allowed;

    public bool TryParse(IReadOnlyList<string> texts, out string? value)
    {
        value = texts[0].Length == 0 ? null : texts[0];
        return value is null || rule is null || rule(value);
    }

    public string Format(string? value) => value ?? "";
}
