using Streaming.Actors.Rooms;

namespace Streaming.Redis.Peers;

/// <summary>Why a room refuses, by numbers that stay.</summary>
internal static class RefusalCodec
{
    public static Wire.Refusal Encode(RoomRefusal why) => why switch
    {
        RoomRefusal.RoomNotFound => Wire.Refusal.RoomNotFound,
        RoomRefusal.NotAMember => Wire.Refusal.NotAMember,
        RoomRefusal.RoomLimit => Wire.Refusal.RoomLimit,
        _ => throw new InvalidOperationException($"peers.proto has no {why}."),
    };

    /// <returns>Null for one that this release does not know: another node may refuse for more reasons.</returns>
    public static RoomRefusal? Decode(Wire.Refusal why) => why switch
    {
        Wire.Refusal.RoomNotFound => RoomRefusal.RoomNotFound,
        Wire.Refusal.NotAMember => RoomRefusal.NotAMember,
        Wire.Refusal.RoomLimit => RoomRefusal.RoomLimit,
        _ => null,
    };
}
