namespace Streaming.Actors.Ids;

/// <summary>A user's id, set by authentication and never by a message: 1–128 characters of <c>[A-Za-z0-9_.:@-]</c>.</summary>
public readonly record struct UserId(string Value)
{
    /// <summary>Checks the syntax; the only way in for text from outside.</summary>
    public static bool TryParse(string? text, out UserId id)
    {
        id = new UserId(text ?? "");
        return IdSyntax.IsName(text);
    }

    public override string ToString() => Value;
}
