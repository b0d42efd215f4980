using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Peers;

/// <summary>
/// What nodes say to each other. A closed set. Any of them may be lost, late or doubled on its way;
/// whoever sends one has another way to find out.
/// </summary>
public abstract record PeerMessage
{
    private protected PeerMessage()
    {
    }
}

/// <summary>To a room's owner: decide this.</summary>
/// <param name="Term">The term in which the sender believes the receiver to own the room's shard: one that knows of an older one only has to look again.</param>
public sealed record AskRoom(long Correlation, RoomId Room, long Term, RoomCommand Command) : PeerMessage;

/// <summary>From the owner: the answer to <see cref="AskRoom"/>.</summary>
public sealed record AnswerRoom(long Correlation, RoomReply Reply) : PeerMessage;

/// <summary>To a room's owner: this node has listeners in the room.</summary>
/// <param name="MissesRoster">They have missed who came or went, and have to be told who is here.</param>
/// <param name="Term">The term of the owner it is said to: who gives the shard up in an earlier one remembers it for the next.</param>
/// <param name="RosterHeard">The version of the roster that they were told last, perhaps by another owner; 0 for none.</param>
public sealed record StartListening(RoomId Room, bool MissesRoster = false, long Term = 0, long RosterHeard = 0) : PeerMessage;

/// <summary>To a room's owner: this node has none any more.</summary>
public sealed record StopListening(RoomId Room) : PeerMessage;

/// <summary>From the owner to listening nodes: these are in the log.</summary>
public sealed record EventsCommitted(RoomId Room, Epoch Epoch, ImmutableArray<RoomEvent> Events) : PeerMessage;

/// <summary>From the owner to listening nodes, every second while the room is active: the log ends here.</summary>
/// <param name="Roster">The version of the roster that they have been told; 0 while there is nothing to compare with.</param>
public sealed record HeadAnnounced(RoomId Room, Epoch Epoch, long FirstSeq, long Head, long Roster = 0) : PeerMessage;

/// <summary>From the owner to listening nodes: an ephemeral event.</summary>
public sealed record EphemeralRaised(RoomId Room, EphemeralEvent Event) : PeerMessage;

/// <summary>To the owner of a user's presence: the whole of what the user's connections to this node are in.</summary>
/// <param name="Incarnation">The life of the sender in which it is so.</param>
/// <param name="Version">Rises with each change, in one life of the sender.</param>
/// <param name="Rooms">With at least one connection.</param>
/// <param name="Broken">Whose last connection broke off, instead of leaving on purpose, less than the grace time ago.</param>
/// <param name="Status">What the user chose; null when nothing is known of that.</param>
/// <param name="StatusStamp">The highest of all stamps goes with what was chosen last; 1 when it was before the user was anywhere.</param>
/// <param name="Term">The owner's that it is sent to. In another, a late one could bring back who has left since and is remembered nowhere.</param>
public sealed record PresenceReported(
    UserId User,
    string Incarnation,
    long Version,
    ImmutableArray<RoomId> Rooms,
    ImmutableArray<BrokenStay> Broken,
    UserStatus? Status,
    long StatusStamp,
    long Term = 0) : PeerMessage
{
    /// <summary>What the user's connections to the sender are from.</summary>
    public Devices Devices { get; init; }

    /// <summary>Whether the user has done nothing there for long.</summary>
    public bool IsIdle { get; init; }
}

/// <summary>From the owner of a user's presence: it knows this, and the user's status is that.</summary>
/// <param name="Term">The term in which the sender has the user's shard.</param>
/// <param name="Version">That of the newest report of the receiver that the sender knows.</param>
public sealed record PresenceHeard(UserId User, long Term, long Version, UserStatus Status, long StatusStamp) : PeerMessage;

/// <summary>To the owner of a user's presence: clients of this node watch the user.</summary>
/// <param name="Term">The owner's that it is sent to.</param>
public sealed record PresenceWatched(UserId User, long Term) : PeerMessage;

/// <summary>To the owner of a user's presence: none of this node's clients watches the user any more.</summary>
public sealed record PresenceUnwatched(UserId User) : PeerMessage;

/// <summary>From the owner of a user's presence to nodes whose clients watch the user: this is what others see.</summary>
/// <param name="Term">The term in which the sender has the user's shard.</param>
/// <param name="Version">Rises with each change in that term.</param>
/// <param name="LastSeen">Until when others could see who is offline; null where the owner did not see them go.</param>
public sealed record PresenceTold(UserId User, long Term, long Version, UserStatus Status, DateTimeOffset? LastSeen = null) : PeerMessage;

/// <summary>To all: the directory has changed, look again.</summary>
public sealed record DirectoryChanged : PeerMessage
{
    public static readonly DirectoryChanged Instance = new();
}

/// <summary>To the next owner of shards: they are named yours in the directory. Look, and say when you take their commands.</summary>
/// <param name="Number">Of the sender's, for the answer.</param>
public sealed record ShardsPassed(long Number) : PeerMessage;

/// <summary>The answer to <see cref="ShardsPassed"/>: done, and whoever has more to pass may go on.</summary>
public sealed record ShardsTakenUp(long Number) : PeerMessage;

/// <summary>To all: what was said to this node may have been lost, and nobody but it can know. Say again what has to be known here.</summary>
public sealed record MessagesMissed : PeerMessage
{
    public static readonly MessagesMissed Instance = new();
}

/// <summary>An operator's question to one node.</summary>
public sealed record AskNode(long Correlation, NodeQuestion Question) : PeerMessage;

/// <summary>The answer to <see cref="AskNode"/>.</summary>
public sealed record AnswerNode(long Correlation, NodeAnswer Answer) : PeerMessage;

/// <summary>To the node that a session was connected to: it goes on elsewhere.</summary>
/// <param name="Token">The one that was used up: a session that has come back to the node since has another.</param>
public sealed record SessionTaken(SessionId Session, string Token) : PeerMessage;

/// <summary>To all: this node has clients that listen to all channels whose names begin so.</summary>
public sealed record PatternsListened(ImmutableArray<string> Starts) : PeerMessage;

/// <summary>To all: none of this node's clients listens to those any more.</summary>
public sealed record PatternDropped(string Start) : PeerMessage;
