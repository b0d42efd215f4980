using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>A log is contiguous from its creation on, and the store keeps what was written to it.</summary>
internal static class LogChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) => record.Archive.Rooms
        .SelectMany(room => new Violation?[] { FirstBreak(room) ?? FirstLoss(room, record), FirstRenewal(room, record) })
        .OfType<Violation>();

    private static Violation.EpochWithoutLoss? FirstRenewal(ArchivedRoom room, RunRecord record) => room.Epochs.Count > 1 && record.Losses == 0
        ? new Violation.EpochWithoutLoss(room.Room, room.Epochs[1])
        : null;

    private static Violation.LogNotContiguous? FirstBreak(ArchivedRoom room)
    {
        for (int i = 0; i < room.Events.Count; i++)
        {
            RoomEvent e = room.Events[i];
            if (e.Seq != i + 1 || (e is RoomCreated) != (i == 0))
                return new Violation.LogNotContiguous(room.Room, i + 1);
        }

        return null;
    }

    private static Violation.LogNotContiguous? FirstLoss(ArchivedRoom room, RunRecord record)
    {
        if (record.Endings.FirstOrDefault(ending => ending.Room == room.Room) is not { Kept.IsEmpty: false } ending)
            return null;

        foreach (RoomEvent e in ending.Kept)
        {
            // What has lost its content since is another object.
            if (room.At(e.Seq) is not { } written || (!ReferenceEquals(written, e) && !Equals(written.WithoutContent(), e)))
                return new Violation.LogNotContiguous(room.Room, e.Seq);
        }

        return null;
    }
}
