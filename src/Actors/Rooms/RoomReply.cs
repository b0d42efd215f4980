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
    public sealed record Joined(Epoch Epoch, long Seq, long FirstSeq, Role Role, int MemberCount) : RoomReply;

    /// <summary>The message is in the log.</summary>
    public sealed record Published(MessageId Message, DateTimeOffset Timestamp) : RoomReply;

    /// <summary>The user may read; the log holds <paramref name="FirstSeq"/> to <paramref name="LastSeq"/>.</summary>
    public sealed record Readable(Epoch Epoch, long FirstSeq, long LastSeq) : RoomReply;

    /// <summary>Who is here.</summary>
    public sealed record RosterRead(RosterSnapshot Roster) : RoomReply;

    /// <summary>The room as its owner has it.</summary>
    public sealed record Described(RoomDescription Room) : RoomReply;

    /// <summary>Done; nothing to tell.</summary>
    public sealed record Done : RoomReply
    {
        public static readonly Done Instance = new();
    }

    /// <summary>The room refuses. Nothing was changed.</summary>
    public sealed record Refused(RoomRefusal Why) : RoomReply;

    /// <summary>The room's own rate is exceeded; try again after <paramref name="RetryAfter"/>. Nothing was changed.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : RoomReply;

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
