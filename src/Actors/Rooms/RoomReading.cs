using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What is told of a room, and to whom. Nothing in here changes it.</summary>
internal static class RoomReading
{
    /// <summary>
    /// What one answer about annotated messages may take, in bytes and in users who are counted: it is a message between nodes, and the
    /// room does nothing else meanwhile. Who wants more asks again.
    /// </summary>
    private const int MaxAnnotatedBytes = 128 * 1024;
    private const int MaxUsersCounted = 20_000;

    public static Decision Read(RoomState state, RoomCommand command, long firstSeq, DateTimeOffset now)
    {
        if (Refusal(state, command, now) is { } refused)
            return refused;

        return Decision.Nothing(command switch
        {
            ReadRoom => Readable(state, firstSeq),
            ReadAnnotations read => Annotations(state, read),
            ReadMarkers => new RoomReply.MarkersRead(state.Epoch, firstSeq, state.Head, Unstored: []),
            ReadPins => new RoomReply.AnnotationsRead(
                state.Epoch, [.. state.Pins.Select(seq => new MessageSummary(seq) { PinnedBy = state.Annotations[seq].PinnedBy })], Through: state.Head),
            ReadRoomInfo => new RoomReply.InfoRead(Info(state, command.By, firstSeq)),
            ReadMembers read => Members(state, read, now),
            ReadInvites => new RoomReply.InvitesRead([.. state.Invites.Values.OrderBy(static invite => invite.Seq).Select(ListedInvite.Of)]),
            ReadModerationLog read => Moderation(state, read),
            _ => throw new InvalidOperationException($"A room does not read {command.GetType().Name}."),
        });
    }

    private static Decision? Refusal(RoomState state, RoomCommand command, DateTimeOffset now) => command switch
    {
        ReadModerationLog => RoomRules.May(state, command, Permissions.RemoveMembers, now),
        ReadInvites => RoomRules.May(state, command, Permissions.InviteMembers, now),
        ReadRoomInfo => MaySee(state, command, now),
        _ => RoomRules.Inside(state, command, now),
    };

    /// <summary>Who is outside a private room does not learn that there is one.</summary>
    private static Decision? MaySee(RoomState state, RoomCommand command, DateTimeOffset now)
    {
        Decision? refused = RoomRules.Inside(state, command, now);
        if (refused is null || !state.Exists || state.BanOf(command.By, now) is not null)
            return refused;
        return state.Settings.IsPrivate ? Decision.Refuse(RoomRefusal.RoomNotFound) : null;
    }

    private static RoomReply.Readable Readable(RoomState state, long firstSeq) => state.Annotations.IsEmpty
        ? new RoomReply.Readable(state.Epoch, firstSeq, state.Head)
        : new RoomReply.Readable(state.Epoch, firstSeq, state.Head, state.Annotations.Keys.First(), state.LastAnnotated);

    private static RoomReply.AnnotationsRead Annotations(RoomState state, ReadAnnotations read)
    {
        var messages = ImmutableArray.CreateBuilder<MessageSummary>();
        (int bytes, int counted) = (0, 0);
        foreach ((long seq, MessageAnnotations annotations) in state.Annotations)
        {
            if (seq > read.To)
                break;
            if (seq < read.From || (read.OnlyPinned && !annotations.IsPinned))
                continue;
            if (bytes > MaxAnnotatedBytes || counted > MaxUsersCounted)
                return new RoomReply.AnnotationsRead(state.Epoch, messages.DrainToImmutable(), Through: seq - 1);

            var summary = MessageSummary.Of(seq, annotations, read.By);
            messages.Add(summary);
            bytes += summary.Weight;
            counted += summary.Reactions.Sum(static one => one.Count);
        }

        return new RoomReply.AnnotationsRead(state.Epoch, messages.DrainToImmutable(), read.To);
    }

    private static RoomInfo Info(RoomState state, UserId user, long firstSeq) => new(
        state.Settings, state.Owner, state.CreatedAt, state.Members.Count, state.IsArchived, state.Lock, state.Epoch, firstSeq, state.Head,
        state.Members.GetValueOrDefault(user));

    private static RoomReply.MembersRead Members(RoomState state, ReadMembers read, DateTimeOffset now)
    {
        // One pass with the best few kept, not a sort of them all for each page.
        var page = new SortedSet<string>(StringComparer.Ordinal);
        foreach (UserId user in state.Members.Keys)
        {
            if (read.After is { } after && string.CompareOrdinal(user.Value, after.Value) <= 0)
                continue;
            if (page.Count > read.Limit && string.CompareOrdinal(user.Value, page.Max) >= 0)
                continue;

            page.Add(user.Value);
            if (page.Count > read.Limit + 1)
                page.Remove(page.Max!);
        }

        return new RoomReply.MembersRead(
            [.. page.Take(read.Limit).Select(name => Named(state, new UserId(name), now))], page.Count > read.Limit, state.Members.Count);
    }

    private static NamedMember Named(RoomState state, UserId user, DateTimeOffset now) =>
        new(user, state.Members[user], state.MuteOf(user, now) is { } mute ? mute.Until ?? DateTimeOffset.MaxValue : null);

    private static RoomReply.ModerationRead Moderation(RoomState state, ReadModerationLog read)
    {
        ImmutableArray<ModerationEntry> page =
            [.. state.Moderation.Reverse().Where(one => read.Before is not { } before || one.Seq < before).Take(read.Limit + 1)];
        return page.Length > read.Limit
            ? new RoomReply.ModerationRead(state.Epoch, page[..read.Limit], HasMore: true)
            : new RoomReply.ModerationRead(state.Epoch, page, HasMore: false);
    }
}
