using System.Security.Cryptography;
using System.Text;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>The room of two users: its id follows from theirs, whichever side opens it.</summary>
public static class DirectRoom
{
    /// <summary>No other room's id begins like this.</summary>
    public const string Prefix = "direct:";

    /// <summary>A digest, so that ids of any length fit.</summary>
    public static RoomId IdOf(UserId one, UserId other)
    {
        (string first, string second) = string.CompareOrdinal(one.Value, other.Value) <= 0 ? (one.Value, other.Value) : (other.Value, one.Value);

        // No id holds a line break.
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{first}\n{second}"));
        return new RoomId(Prefix + Convert.ToHexStringLower(digest.AsSpan(0, 16)));
    }

    public static bool IsDirect(RoomId room) => room.Value.StartsWith(Prefix, StringComparison.Ordinal);
}
