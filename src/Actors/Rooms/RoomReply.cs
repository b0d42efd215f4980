using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Rooms;

/// <summary>The answer to a <see cref="RoomCommand"/>. A closed set; each command gets exactly one.</summary>
public abstract record RoomReply
{
    private RoomReply()
    {
    }

    /// <summary>The user is a member. <paramref name="Seq"/> is the log's head after the join.</summary>
    /// <param name="Delivery">What listeners who cannot keep up go without; told here, since it may have been set long before the join.</param>
    public sealed record Joined(
        Epoch Epoch, long Seq, long FirstSeq, Role Role, int MemberCount, DeliveryPolicy Delivery = default) : RoomReply;

    /// <summary>The message, or what else was asked for, is in the log.</summary>
    public sealed record Published(MessageId Message, DateTimeOffset Timestamp) : RoomReply;

    /// <summary>The user may read; the log holds <paramref name="FirstSeq"/> to <paramref name="LastSeq"/>.</summary>
    /// <param name="FirstAnnotated">The lowest seq of a message that something became of; 0 for none.</param>
    /// <param name="LastAnnotated">The highest.</param>
    public sealed record Readable(Epoch Epoch, long FirstSeq, long LastSeq, long FirstAnnotated = 0, long LastAnnotated = 0) : RoomReply;

    /// <summary>What became of messages, by their seq. Those that are not named are as they were written.</summary>
    /// <param name="Through">Up to which seq that is all: for the rest there was no place.</param>
    public sealed record AnnotationsRead(Epoch Epoch, ImmutableArray<MessageSummary> Messages, long Through) : RoomReply;

    public sealed record InfoRead(RoomInfo Room) : RoomReply;

    /// <summary>Some of the members, by user id.</summary>
    public sealed record MembersRead(ImmutableArray<NamedMember> Members, bool HasMore, int Total) : RoomReply;

    public sealed record InvitesRead(ImmutableArray<ListedInvite> Invites) : RoomReply;

    /// <summary>Some of the moderation log, newest first.</summary>
    public sealed record ModerationRead(Epoch Epoch, ImmutableArray<ModerationEntry> Entries, bool HasMore) : RoomReply;

    /// <summary>The log's bounds, and read markers that are not stored yet.</summary>
    public sealed record MarkersRead(Epoch Epoch, long FirstSeq, long LastSeq, ImmutableArray<ReadMarker> Unstored) : RoomReply;

    /// <summary>Who is here.</summary>
    public sealed record RosterRead(RosterSnapshot Roster) : RoomReply;

    /// <summary>The room as its owner has it.</summary>
    public sealed record Described(RoomDescription Room) : RoomReply;

    /// <summary>The channel is there. One with a log has in it <paramref name="FirstSeq"/> to <paramref name="Seq"/>.</summary>
    public sealed record Subscribed(Epoch Epoch, long Seq, long FirstSeq, bool IsPersistent) : RoomReply;

    /// <summary>The message was sent to those who listen, and is in no log.</summary>
    public sealed record Raised(DateTimeOffset Timestamp) : RoomReply;

    /// <summary>It was only asked (<see cref="RoomCommand.OnlyAsks"/>), and would be done.</summary>
    /// <param name="Newcomers">Who would become members by it.</param>
    public sealed record Possible(ImmutableArray<UserId> Newcomers) : RoomReply;

    /// <summary>Done; nothing to tell.</summary>
    public sealed record Done : RoomReply
    {
        public static readonly Done Instance = new();
    }

    /// <summary>The room refuses. Nothing was changed.</summary>
    /// <param name="Until">When a ban or a mute ends; null for neither, and for one without an end.</param>
    public sealed record Refused(RoomRefusal Why, DateTimeOffset? Until = null) : RoomReply;

    /// <summary>The room's own rate is exceeded; try again after <paramref name="RetryAfter"/>. Nothing was changed.</summary>
    /// <param name="IsSlowMode">It is this member's own turn that has not come yet.</param>
    public sealed record Throttled(TimeSpan RetryAfter, bool IsSlowMode = false) : RoomReply;

    /// <summary>The owner or the log cannot be reached now. Whether it happened is unknown; a retry with the same id is safe.</summary>
    public sealed record Unavailable(string Why) : RoomReply;

    /// <summary>No answer in time. Whether it happened is unknown; a retry with the same id is safe.</summary>
    public sealed record TimedOut : RoomReply
    {
        public static readonly TimedOut Instance = new();
    }

    /// <summary>The room's shard belongs to another node now. Nothing was changed. Never leaves the routers of the nodes.</summary>
    public sealed record Moved : RoomReply
    {
        public static readonly Moved Instance = new();
    }

    /// <summary>A bug. The log line with this trace id tells more.</summary>
    public sealed record Faulted(string TraceId) : RoomReply;
}
