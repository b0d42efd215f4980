using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>When everything is quiet, presence is true, by name or by count, and nobody types.</summary>
internal static class EndingChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        record.Endings.Where(static ending => !ChannelId.IsHostedBy(ending.Room)).SelectMany(Check);

    private static IEnumerable<Violation> Check(RoomEnding ending)
    {
        if (ending.Roster is null && ending.Counted is null)
        {
            yield return new Violation.RosterUnreadable(ending.Room);
            yield break;
        }

        foreach (ListenerEnding listener in ending.Listeners)
        {
            foreach (string user in listener.Typing)
                yield return new Violation.TypesForEver(ending.Room, listener.Connection, user);
        }

        if (!ending.RosterCounts)
            yield break;

        foreach (Violation wrong in CheckCounts(ending))
            yield return wrong;
        if (ending.Roster is not { } roster)
            yield break;

        foreach (string ghost in roster.Except(ending.Present))
            yield return new Violation.GhostInRoster(ending.Room, ghost);
        foreach (string missing in ending.Present.Except(roster).Except(ending.MayHide))
            yield return new Violation.MissingInRoster(ending.Room, missing);

        foreach (ListenerEnding listener in ending.Listeners)
        {
            if (listener.Here is { } here && !here.SetEquals(roster))
            {
                yield return new Violation.PresenceViewDiffers(
                    ending.Room, listener.Connection, string.Join(' ', roster), string.Join(' ', here));
            }
        }
    }

    /// <summary>
    /// Who chose to appear offline is counted or not, but the same by all; and the room, which was asked last, may have counted the one who asked.
    /// </summary>
    private static IEnumerable<Violation> CheckCounts(RoomEnding ending)
    {
        int least = ending.Present.Except(ending.MayHide).Count;
        int most = ending.Present.Count;
        if (ending.Counted is { } counted && (counted < least || counted > most + 1))
            yield return new Violation.MiscountsItsRoster(ending.Room, counted, least, most);

        int? first = null;
        foreach (ListenerEnding listener in ending.Listeners)
        {
            if (listener.Counted is not { } heard)
                continue;

            first ??= heard;
            if (heard != first || heard < least || heard > most)
                yield return new Violation.PresenceCountDiffers(ending.Room, listener.Connection, heard, least, most);
        }
    }
}
