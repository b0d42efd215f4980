using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>
/// A room id, or the start of room ids followed by <c>*</c>. A star is no character of ids, so a pattern can never be
/// mistaken for a room.
/// </summary>
public readonly record struct RoomPattern
{
    private readonly string _text;
    private readonly bool _isPrefix;

    private RoomPattern(string text, bool isPrefix)
    {
        _text = text;
        _isPrefix = isPrefix;
    }

    public static bool TryParse(string? text, out RoomPattern pattern)
    {
        bool isPrefix = text is not null && text.EndsWith('*');
        string start = isPrefix ? text![..^1] : text ?? "";
        pattern = new RoomPattern(start, isPrefix);
        return isPrefix && start.Length == 0 || IdSyntax.IsName(start);
    }

    public bool Matches(RoomId room) => _isPrefix
        ? room.Value.StartsWith(_text ?? "", StringComparison.Ordinal)
        : string.Equals(room.Value, _text, StringComparison.Ordinal);

    public override string ToString() => _isPrefix ? _text + "*" : _text ?? "";
}
