namespace Streaming.Actors.Ids;

/// <summary>
/// The sender's own id of a request, 1–64 characters. Within one room and one user it names one
/// effect: the same id again within five minutes has no second effect.
/// </summary>
public readonly record struct RequestId(string Value)
{
    public static bool TryParse(string? text, out RequestId id)
    {
        id = new RequestId(text ?? "");
        return text is { Length: > 0 and <= IdSyntax.MaxRequestLength };
    }

    /// <summary>
    /// An id for a request that came without one. Every logged command has an id, because after an
    /// append whose outcome is unknown the log is asked by id whether it holds the command.
    /// </summary>
    public static RequestId ForUnnamed(ConnectionId connection, long number) => new($"~{connection.Value}~{number}");

    public override string ToString() => Value;
}
