using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>
/// Who was told to be a member stays one, for every node that is asked later. In runs in which the store loses nothing: a membership
/// can be lost with its last moments, and the client is told by the epoch.
/// </summary>
internal static class MembershipChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        if (record.Losses > 0)
            yield break;

        Dictionary<string, UserId> users = record.Recording.Connections.ToDictionary(one => one.Name, one => one.User, StringComparer.Ordinal);
        foreach (IGrouping<(UserId User, RoomId Room), Ask> asks in record.Recording.Asks
            .Where(ask => ask.Request.About is not null)
            .GroupBy(ask => (users[ask.Connection], ask.Request.About!.Value)))
        {
            bool wasRemoved = record.Archive.Of(asks.Key.Room).Events.Any(e => e.Removes(asks.Key.User));
            if (wasRemoved || asks.Any(ask => ask.Request is ClientRequest.Leave { Membership: true }))
                continue;

            Ask? joined = asks.Where(ask => ask.Answer is Answer.Joined { Reply: RoomReply.Joined }).MinBy(ask => ask.EndedAt);
            Ask? refused = asks.FirstOrDefault(ask => ask.MadeAt > joined?.EndedAt
                && ask.Answer is Answer.Replied { Reply: RoomReply.Refused { Why: RoomRefusal.NotAMember or RoomRefusal.RoomNotFound } });
            if (refused is not null)
                yield return new Violation.RefusedThoughMember(asks.Key.Room, asks.Key.User.Value, refused.ToString());
        }
    }
}
