using Streaming.Actors.Ids;

namespace Streaming.Node.Settings.Values;

/// <summary>An id of rooms or channels, or the start of ids and a star.</summary>
internal sealed class NameRule : IValueKind<NamePattern>
{
    public const string Rule = "must be a list of ids, or beginnings of them followed by *";

    public string Allowed => Rule;

    public bool TryParse(IReadOnlyList<string> texts, out NamePattern value) => NamePattern.TryParse(texts[0], out value);

    public string Format(NamePattern value) => value.ToString();
}
