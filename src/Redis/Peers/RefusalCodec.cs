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
        RoomRefusal.RoomExists => Wire.Refusal.RoomExists,
        RoomRefusal.MessageNotFound => Wire.Refusal.MessageNotFound,
        RoomRefusal.UserNotFound => Wire.Refusal.UserNotFound,
        RoomRefusal.Banned => Wire.Refusal.Banned,
        RoomRefusal.Muted => Wire.Refusal.Muted,
        RoomRefusal.RoomLocked => Wire.Refusal.RoomLocked,
        RoomRefusal.RoomArchived => Wire.Refusal.RoomArchived,
        RoomRefusal.RoomFull => Wire.Refusal.RoomFull,
        RoomRefusal.InsufficientRole => Wire.Refusal.InsufficientRole,
        RoomRefusal.OwnerStays => Wire.Refusal.OwnerStays,
        RoomRefusal.InviteInvalid => Wire.Refusal.InviteInvalid,
        RoomRefusal.DirectRoom => Wire.Refusal.DirectRoom,
        RoomRefusal.TooMany => Wire.Refusal.TooMany,
        RoomRefusal.ChannelNotFound => Wire.Refusal.ChannelNotFound,
        RoomRefusal.SubscriptionLimit => Wire.Refusal.SubscriptionLimit,
        _ => throw new InvalidOperationException($"peers.proto has no {why}."),
    };

    /// <returns>Null for one that this release does not know: another node may refuse for more reasons.</returns>
    public static RoomRefusal? Decode(Wire.Refusal why) => why switch
    {
        Wire.Refusal.RoomNotFound => RoomRefusal.RoomNotFound,
        Wire.Refusal.NotAMember => RoomRefusal.NotAMember,
        Wire.Refusal.RoomLimit => RoomRefusal.RoomLimit,
        Wire.Refusal.RoomExists => RoomRefusal.RoomExists,
        Wire.Refusal.MessageNotFound => RoomRefusal.MessageNotFound,
        Wire.Refusal.UserNotFound => RoomRefusal.UserNotFound,
        Wire.Refusal.Banned => RoomRefusal.Banned,
        Wire.Refusal.Muted => RoomRefusal.Muted,
        Wire.Refusal.RoomLocked => RoomRefusal.RoomLocked,
        Wire.Refusal.RoomArchived => RoomRefusal.RoomArchived,
        Wire.Refusal.RoomFull => RoomRefusal.RoomFull,
        Wire.Refusal.InsufficientRole => RoomRefusal.InsufficientRole,
        Wire.Refusal.OwnerStays => RoomRefusal.OwnerStays,
        Wire.Refusal.InviteInvalid => RoomRefusal.InviteInvalid,
        Wire.Refusal.DirectRoom => RoomRefusal.DirectRoom,
        Wire.Refusal.TooMany => RoomRefusal.TooMany,
        Wire.Refusal.ChannelNotFound => RoomRefusal.ChannelNotFound,
        Wire.Refusal.SubscriptionLimit => RoomRefusal.SubscriptionLimit,
        _ => null,
    };
}
