using Streaming.Actors.Mailboxes;
using Streaming.Actors.Sessions;

namespace Streaming.Actors;

/// <summary>How a node's actors behave. Defaults are those of docs/configuration.md.</summary>
public sealed record NodeOptions
{
    public MailboxOptions Mailboxes { get; init; } = new();

    public SessionOptions Sessions { get; init; } = new();

    /// <summary>How long a user whose last connection broke off is still shown.</summary>
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(5);
}
