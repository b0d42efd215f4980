using Streaming.Actors.Ids;

namespace Streaming.Actors.Webhooks;

/// <summary>One receiver of events, and how patient this server is with it. Defaults are those of docs/configuration.md.</summary>
/// <param name="Name">1 to 64 characters; what is kept of its deliveries is kept under it.</param>
/// <param name="Events">What it is told of.</param>
public sealed record Webhook(string Name, WebhookEvents Events)
{
    /// <summary>The rooms it is told of.</summary>
    public Func<RoomId, bool> Takes { get; init; } = static _ => true;

    /// <summary>Events in one post, at most; above 1 a post is a list.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Posts under way at a time on one node, over all rooms.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Tries before an event is given up.</summary>
    public int MaxAttempts { get; init; } = 12;

    /// <summary>An event older than this is given up with its next failure.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Between the first failure and the second try; doubles with each one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time between two tries.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Dead letters kept; the oldest go first.</summary>
    public int MaxDead { get; init; } = 1000;
}
