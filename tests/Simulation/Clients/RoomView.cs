using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Clients;

/// <summary>A room, or a channel, as one client knows it: how far it has come, who is there, who types.</summary>
internal sealed class RoomView(RoomId room)
{
    public RoomId Room { get; } = room;

    public bool IsChannel => ChannelId.IsHostedBy(Room);

    public Epoch Epoch { get; set; }

    /// <summary>Everything up to here was seen.</summary>
    public long Seq { get; set; }

    /// <summary>The log's head when this connection joined: a departure after it is this member's.</summary>
    public long JoinedAt { get; set; }

    /// <summary>Whether the connection of now is subscribed.</summary>
    public bool IsLive { get; set; }

    public PresenceView Presence { get; set; } = new();

    /// <summary>Who types, and when the server sent word of it.</summary>
    public Dictionary<UserId, DateTimeOffset> Typing { get; } = [];

    /// <summary>Messages heard of a channel that keeps none.</summary>
    public HashSet<string> Heard { get; } = new(StringComparer.Ordinal);

    /// <summary>The epoch of a channel is not known before its first message.</summary>
    public RoomPosition Position => new(Seq, Epoch == default ? null : Epoch);
}
