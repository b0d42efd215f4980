using Streaming.Actors.Mailboxes;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;

namespace Streaming.Actors;

/// <summary>How a node's actors behave. Defaults are those of docs/configuration.md.</summary>
public sealed record NodeOptions
{
    public MailboxOptions Mailboxes { get; init; } = new();

    public SessionOptions Sessions { get; init; } = new();

    public ShardOptions Shards { get; init; } = new();

    /// <summary>What this node tells the others of itself; its load is added with each beat.</summary>
    public MemberInfo Member { get; init; } = new();

    /// <summary>How long a user whose last connection broke off is still shown.</summary>
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A user who has done nothing for so long is shown as away; zero: never.</summary>
    public TimeSpan PresenceAwayAfter { get; init; } = TimeSpan.FromMinutes(5);
}
