using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>
/// When everything is quiet no log has what is too old, but for its newest entry. In runs in which nothing goes wrong and no room moves: a look that
/// fails, or is forgotten with the one who was to take it, is taken again an hour later.
/// </summary>
internal static class RetentionChecks
{
    /// <summary>A round of all shards, and what it takes to read a room and to trim it.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    public static IEnumerable<Violation> Check(RunRecord record)
    {
        if (record.Options.Mailboxes.MaxLogAge is not { } age || record.Faults is not { IsPlannedOnly: true, Joins: 0, Drains: 0 })
            yield break;

        foreach (RoomEnding ending in record.Endings)
        {
            RoomEvent? old = ending.Kept.SkipLast(1).FirstOrDefault(e => e.Timestamp + age + Slack < record.QuietAt);
            if (old is not null)
                yield return new Violation.KeptTooLong(ending.Room, old.Seq, record.QuietAt - old.Timestamp);
        }
    }
}
