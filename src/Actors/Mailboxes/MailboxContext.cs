using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>What all mailboxes of a node share.</summary>
/// <param name="Holds">Whether what is in memory here of a shard's rooms can be the newest: else nothing is decided on it.</param>
internal sealed record MailboxContext(
    IRoomLog Log,
    RoomLoader Loader,
    LogKeeper Keeper,
    RoomBroadcaster Broadcaster,
    DirectoryFeeder Directory,
    ReadMarkerKeeper Markers,
    IScheduler Scheduler,
    TimingWheel Wheel,
    TimeProvider Clock,
    IdSource Ids,
    PresenceTerms Presences,
    MailboxOptions Options,
    ILogger Logger,
    Func<ShardId, bool> Holds,
    Action<RoomMailbox> Passivated,
    Action<ShardId, long> Fenced,
    Action<ShardId> LeftOwing,
    ImmutableArray<IRoomObserver> Observers);
