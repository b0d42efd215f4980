using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>
/// When everything is quiet the list of public rooms, and the rooms of each user, are what the logs say. In runs in which the store loses nothing: the
/// directory is not taken back with the logs here.
/// </summary>
internal static class DirectoryChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        if (record.Losses > 0 || record.Endings.IsEmpty)
            yield break;

        RoomState[] rooms = [.. record.Endings.Where(static ending => !ChannelId.IsHostedBy(ending.Room))
            .Select(ending => record.Archive.Of(ending.Room).StateAt(ending.Head)).Where(static room => room.Exists)];
        ImmutableArray<ListedRoom>? listed = record.Audit.Directory.Listed;
        foreach (RoomState room in rooms)
        {
            ListedRoom? expected = ListedRoom.Of(room);
            ListedRoom? found = listed?.FirstOrDefault(one => one.Room == room.Id);
            if (listed is null || !Equals(expected, found))
                yield return new Violation.ListingDiffers(room.Id, $"{expected}", $"{found}");
        }

        foreach ((string user, ImmutableArray<RoomId>? found) in record.Audit.Directory.RoomsOf)
        {
            string[] expected = [.. rooms.Where(room => room.Members.ContainsKey(new UserId(user))).Select(static room => room.Id.Value).Order(StringComparer.Ordinal)];
            if (found is null || !expected.SequenceEqual(found.Value.Select(static room => room.Value)))
                yield return new Violation.RoomsOfUserDiffer(user, string.Join(' ', expected), found is { } some ? string.Join(' ', some) : "unreadable");
        }
    }
}
