using Streaming.Actors.Channels;

namespace Streaming.Actors.Mailboxes;

/// <summary>How rooms are hosted. Defaults are those of docs/configuration.md.</summary>
public sealed record MailboxOptions
{
    /// <summary>Commands that wait for one room; more are answered <c>unavailable</c>, which is retryable.</summary>
    public int MaxInbox { get; init; } = 10_000;

    /// <summary>Entries a room's log keeps; older ones are trimmed once a snapshot covers them.</summary>
    public int MaxLogEntries { get; init; } = 10_000;

    /// <summary>The age at which an entry goes from a log, used or not, once a snapshot covers it; null: none goes for its age.</summary>
    public TimeSpan? MaxLogAge { get; init; }

    /// <summary>
    /// The newest entries of a log, which are never packed (<see cref="Logs.IRoomLog.PackAsync"/>): what is read most is read fastest. 0: nothing is
    /// packed.
    /// </summary>
    public int UnpackedLogEntries { get; init; } = 1_024;

    /// <summary>Messages, and what else counts (<see cref="Rooms.RoomRate"/>), per second that a room takes; 0 = no limit, which the switch for all rates sets. A second's worth may come at once.</summary>
    public int MessagesPerSecond { get; init; } = 100;

    /// <summary>
    /// Requests remembered per room. 100 messages per second for <see cref="Rooms.RecentRequests.Window"/>;
    /// a room allowed more forgets sooner.
    /// </summary>
    public int MaxRecentRequests { get; init; } = 30_000;

    /// <summary>
    /// A room without commands and without anybody in it leaves memory after this time. Longer than
    /// <see cref="Feeds.RoomFeeds.RenewalInterval"/>, by which nodes say that they still listen; a room that leaves
    /// sooner cannot tell a listener of a tail that was lost on the way.
    /// </summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Users who are named to a room's listeners; where more are present these are told how many. 0: however many are named.</summary>
    public int MaxRosterSize { get; init; } = 500;

    /// <summary>What channels are like: they are hosted as rooms are.</summary>
    public ChannelPolicies Channels { get; init; } = ChannelPolicies.Default;

    /// <summary>
    /// Answer before the log has confirmed. What the log then does not take, because it was lost on the way or the node died,
    /// was acked and is gone.
    /// </summary>
    public bool AckBeforeLogged { get; init; }
}
