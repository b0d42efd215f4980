using Streaming.Actors.Channels;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>The words of the protocol that stand for members of closed sets.</summary>
internal static class Vocabulary
{
    public static readonly WireNames<ClientField> Fields = new();

    public static readonly WireNames<ClientMessageType> Types = new(ClientMessageType.Manage);

    public static readonly WireNames<ClientEvent> Events = new(ClientEvent.None, ClientEvent.Other);

    public static readonly WireNames<Availability> Availabilities = new();

    public static readonly WireNames<Devices> Devices = new(Actors.Presence.Devices.None);

    public static readonly WireNames<Role> Roles = new();

    public static readonly WireNames<Delivery> Deliveries = new();

    public static readonly WireNames<ChannelPublishers> Publishers = new();

    public static readonly WireNames<Permissions> Permissions = new(Actors.Rooms.Permissions.None, Actors.Rooms.Permissions.All);
}
