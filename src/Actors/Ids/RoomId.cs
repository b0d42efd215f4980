namespace Streaming.Actors.Ids;

/// <summary>A room's id: 1–128 characters of <c>[A-Za-z0-9_.:@-]</c>.</summary>
public readonly record struct RoomId(string Value)
{
    /// <summary>Checks the syntax; the only way in for text from outside.</summary>
    public static bool TryParse(string? text, out RoomId id)
    {
        id = new RoomId(text ?? "");
        return IdSyntax.IsName(text);
    }

    public override string ToString() => Value;
}
