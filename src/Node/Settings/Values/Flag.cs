namespace Streaming.Node.Settings.Values;

/// <summary>On or off.</summary>
internal sealed class Flag : IValueKind<bool>
{
    public string Allowed => "must be true or false";

    public bool TryParse(IReadOnlyList<string> texts, out bool value) => bool.TryParse(texts[0], out value);

    public string Format(bool value) => value ? "true" : "false";
}
