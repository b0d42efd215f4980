using Streaming.Actors.Shards;

namespace Streaming.Actors.Directories;

/// <summary>What is known of rooms beside their logs. It follows from the logs, but for the read markers, and nothing is decided on it but the cap on a user's rooms.</summary>
public sealed record RoomDirectory(IPublicRooms Public, IUserRooms Users, IDirectoryDebts Debts, IReadMarkers Markers)
{
    /// <param name="fence">That of the logs.</param>
    public static RoomDirectory InMemory(InMemoryShardFence fence, TimeProvider clock) => new(
        new InMemoryPublicRooms(clock), new InMemoryUserRooms(clock), new InMemoryDirectoryDebts(fence), new InMemoryReadMarkers(fence));
}
