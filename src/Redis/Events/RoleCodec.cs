using Streaming.Actors.Rooms;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Events;

internal static class RoleCodec
{
    public static Wire.Role Encode(Role role) => (Wire.Role)((int)role + 1);

    public static Role Decode(Wire.Role role) =>
        role is >= Wire.Role.Guest and <= Wire.Role.Owner ? (Role)((int)role - 1) : throw new MalformedMessageException($"role {(int)role}");
}
