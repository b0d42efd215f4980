using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>
/// What was done to a room and its members holds: in the log nobody does, after what forbids it, what it forbids. And who was told that
/// it is done finds it in the log.
/// </summary>
internal static class RuleChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        [.. record.Archive.Rooms.SelectMany(CheckLog), .. record.Recording.Deeds.SelectMany(deed => CheckAcks(record, deed)), .. CheckJoins(record)];

    private static IEnumerable<Violation> CheckLog(ArchivedRoom room)
    {
        if (room.Events.Count == 0 || ChannelId.IsHostedBy(room.Room))
            yield break;

        RoomState state = RoomState.Absent(room.Room, room.Epochs[0]);
        foreach (RoomEvent e in room.Events)
        {
            if (Forbidden(state, e) is { } why)
                yield return new Violation.DoneThoughForbidden(room.Room, e.Seq, $"{e.GetType().Name} by {e.By}: {why}");

            state = state.Apply(e);
        }
    }

    private static string? Forbidden(RoomState before, RoomEvent e)
    {
        bool isIn = before.Members.TryGetValue(e.By, out Member? member);
        switch (e)
        {
            case MemberJoined when before.BanOf(e.By, e.Timestamp) is not null:
                return "banned";
            case MemberJoined when before.IsArchived || before.Lock is not null:
                return "nobody comes in";
            case MemberJoined joined when before.Settings.IsPrivate && joined.Invite is null:
                return "private";
            case MemberJoined when before.Members.Count >= before.Settings.MaxMembers:
                return "full";
            case MemberModerated { Kind: ModerationKind.Add } added when before.BanOf(added.Target, e.Timestamp) is not null:
                return "the target is banned";
            case MessagePublished when !isIn:
                return "no member";
            case MessagePublished when before.MuteOf(e.By, e.Timestamp) is not null:
                return "muted";
            case MessagePublished when before.Lock is not null && member!.Role < Role.Moderator:
                return "locked";
            case MessagePublished when before.Settings.SlowMode > TimeSpan.Zero && member!.Role < Role.Moderator && member.WroteAt + before.Settings.SlowMode > e.Timestamp:
                return "slow mode";
            case MessagePublished or MessageAnnotated { Action: not MessageAction.Delete } when before.IsArchived:
                return "archived";
            case MessageAnnotated annotated when before.Annotations.GetValueOrDefault(annotated.Target) is { IsDeleted: true }:
                return "the message is deleted";
            default:
                return !isIn && e is not (RoomCreated or MemberJoined) && e.By.Value != "backend" ? "no member" : null;
        }
    }

    /// <summary>Acked is logged, once, and under the request that it is the ack of.</summary>
    private static IEnumerable<Violation> CheckAcks(RunRecord record, Deed deed)
    {
        ArchivedRoom room = record.Archive.Of(deed.Room);
        RoomEvent[] logged = [.. room.Events.Where(e => e.By == deed.Command.By && e.Request == deed.Command.Request)];
        if (logged.Length > 1)
            yield return new Violation.LoggedTwice(deed.Room, logged[0].Seq, logged[1].Seq, deed.Command.By.Value, deed.ToString());

        foreach (RoomReply.Published ack in deed.Tries.Select(static one => (one.Answer as Answer.Replied)?.Reply).OfType<RoomReply.Published>())
        {
            RoomEvent[] ever = [.. room.Ever(ack.Message.Epoch, ack.Message.Seq)
                .Where(e => e.By == deed.Command.By && e.Request == deed.Command.Request && e.Timestamp == ack.Timestamp)];
            bool isLostAndTold = ever.Any(room.WasLost) && room.Epoch != ack.Message.Epoch;
            if (!ever.Any(e => room.At(e.Seq) == e) && !isLostAndTold)
                yield return new Violation.AckedNotLogged(deed.Room, ack.Message.Seq, deed.Command.By.Value, deed.ToString());
        }

        bool allRefused = deed.Tries.Count > 0 && deed.Tries.All(static one => one.Answer is Answer.Replied { Reply: RoomReply.Refused });
        if (allRefused && logged.Length > 0)
            yield return new Violation.RefusedButLogged(deed.Room, logged[0].Seq, deed.Command.By.Value, deed.ToString());
    }

    /// <summary>
    /// Who was told to be in is in, by the log up to where the ack says that it ends; and an ack knows of everything that had been acked, by
    /// whichever node, before it was asked for. Where the store loses nothing.
    /// </summary>
    private static IEnumerable<Violation> CheckJoins(RunRecord record)
    {
        if (record.Losses > 0)
            yield break;

        ILookup<RoomId, (DateTimeOffset At, long Seq)> acks = record.Recording.Deeds
            .SelectMany(static deed => deed.Tries, static (deed, ask) => (deed.Room, Ask: ask))
            .Where(static one => one.Ask is { EndedAt: not null, Answer: Answer.Replied { Reply: RoomReply.Published } })
            .ToLookup(static one => one.Room, static one => (one.Ask.EndedAt!.Value, ((RoomReply.Published)((Answer.Replied)one.Ask.Answer!).Reply).Message.Seq));
        Dictionary<string, UserId> users = record.Recording.Connections.ToDictionary(static one => one.Name, static one => one.User, StringComparer.Ordinal);
        foreach (Ask ask in record.Recording.Asks)
        {
            if (ask.Answer is not Answer.Joined { Room: var room, Reply: RoomReply.Joined joined })
                continue;

            if (!IsMember(record.Archive.Of(room), users[ask.Connection], joined.Seq))
                yield return new Violation.InThoughOut(room, joined.Seq, ask.ToString());
            foreach ((DateTimeOffset at, long seq) in acks[room])
            {
                if (ask.BegunAt > at && joined.Seq < seq)
                    yield return new Violation.EffectUnseen(room, seq, joined.Seq, ask.ToString());
            }
        }
    }

    private static bool IsMember(ArchivedRoom room, UserId user, long seq)
    {
        for (long at = seq; at > 0; at--)
        {
            RoomEvent? e = room.At(at);
            if (e is MemberJoined && e.By == user || e is MemberModerated { Kind: ModerationKind.Add } added && added.Target == user)
                return true;
            if (e?.Removes(user) == true)
                return false;
        }

        return false;
    }
}
