using Streaming.Actors.Ids;

namespace Streaming.Node.Settings.Values;

/// <summary>An id, or the beginning of ids and a <c>*</c>.</summary>
internal sealed class Pattern : IValueKind<NamePattern>
{
    public string Allowed => "must be an id, or the start of ids and a *";

    public bool TryParse(IReadOnlyList<string> texts, out NamePattern value) => NamePattern.TryParse(texts[0], out value);

    public string Format(NamePattern value) => value.ToString();
}
