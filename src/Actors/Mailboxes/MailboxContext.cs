using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>What all mailboxes of a node share.</summary>
internal sealed record MailboxContext(
    IRoomLog Log,
    RoomLoader Loader,
    RoomBroadcaster Broadcaster,
    IScheduler Scheduler,
    TimingWheel Wheel,
    TimeProvider Clock,
    IdSource Ids,
    PresenceTerms Presences,
    MailboxOptions Options,
    ILogger Logger,
    Action<RoomMailbox> Passivated,
    Action<ShardId, long> Fenced);
