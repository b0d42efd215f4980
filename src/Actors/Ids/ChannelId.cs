namespace Streaming.Actors.Ids;

/// <summary>
/// A channel's id: 1–128 characters of <c>[A-Za-z0-9_.:@-]</c>. A channel is hosted as a room is, under a name that no client
/// can give a room: with a mark in front that ids cannot have, and that may stand in headers and addresses as it is.
/// </summary>
public readonly record struct ChannelId(string Value)
{
    private const char Mark = '~';

    /// <summary>Checks the syntax; the only way in for text from outside.</summary>
    public static bool TryParse(string? text, out ChannelId id)
    {
        id = new ChannelId(text ?? "");
        return IdSyntax.IsName(text);
    }

    /// <summary>Whether the room is a channel's.</summary>
    public static bool IsHostedBy(RoomId room) => room.Value is [Mark, ..];

    /// <summary>The channel that a room hosts; null for a room of members.</summary>
    public static ChannelId? Of(RoomId room) => IsHostedBy(room) ? new ChannelId(room.Value[1..]) : null;

    /// <summary>Where the channel is hosted.</summary>
    public RoomId Room => new(Mark + Value);

    public override string ToString() => Value;
}
