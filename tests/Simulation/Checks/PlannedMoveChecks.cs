using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>Where nodes only come and go as planned, no request fails: what finds no owner is held until there is one.</summary>
internal static class PlannedMoveChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        if (!record.Faults.IsPlannedOnly)
            yield break;

        foreach (Ask ask in record.Recording.Asks)
        {
            RoomReply? reply = ask.Answer switch
            {
                Answer.Replied replied => replied.Reply,
                Answer.Joined joined => joined.Reply,
                _ => null,
            };
            bool isFull = reply is RoomReply.Unavailable { Why: var why } && why.Contains("too many", StringComparison.Ordinal);
            if (reply is RoomReply.TimedOut or RoomReply.Unavailable or RoomReply.Faulted or RoomReply.Moved && !isFull)
                yield return new Violation.PlannedMoveNoticed(ask.ToString(), reply.ToString());
        }
    }
}
