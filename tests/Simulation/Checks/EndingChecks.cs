using System.Collections.Immutable;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>When everything is quiet, presence is true and nobody types.</summary>
internal static class EndingChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) => record.Endings.SelectMany(Check);

    private static IEnumerable<Violation> Check(RoomEnding ending)
    {
        if (ending.Roster is not { } roster)
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
}
