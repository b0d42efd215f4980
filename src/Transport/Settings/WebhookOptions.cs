using Streaming.Actors.Webhooks;

namespace Streaming.Transport.Settings;

/// <summary>One entry of the list <c>Webhooks</c>: who is told of what over HTTP.</summary>
public sealed class WebhookOptions
{
    /// <summary>1 to 64 of <c>[A-Za-z0-9_.-]</c>, no two alike. What is remembered of its deliveries hangs on it, so a new name begins anew.</summary>
    public string? Name { get; set; }

    /// <summary>The http or https address that events are posted to. Redirects are not followed.</summary>
    public string? Url { get; set; }

    /// <summary>What posts are signed with, 24 characters or more; <c>whsec_</c> and base64 is taken as the bytes that it stands for.</summary>
    public string? Secret { get; set; }

    /// <summary>A file with the secret; with one a line all of them sign, so that a secret can be changed without a gap.</summary>
    public string? SecretFile { get; set; }

    /// <summary>What it is told of; at least one.</summary>
    public IReadOnlyList<WebhookEvents> Events { get; set; } = [];

    /// <summary>The rooms it is told of: ids, or beginnings of ids followed by <c>*</c>.</summary>
    public IReadOnlyList<string> Rooms { get; set; } = ["*"];

    /// <summary>Time that the receiver may take to answer one post, 100 ms to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Events in one post, 1 to 100; above 1 a post is always a JSON array.</summary>
    public int BatchSize { get; set; } = 1;

    /// <summary>Posts of one node that may be under way at a time, 1 to 256.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>Tries of one event, 1 to 100; then it is a dead letter.</summary>
    public int MaxAttempts { get; set; } = 12;

    /// <summary>An event older than this is a dead letter with its next failure, 1 second to 30 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Between the first try and the second, 100 ms to 1 hour; doubles from try to try.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time between two tries, 100 ms to 1 day.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Dead letters kept, 1 to 10,000; the oldest go first.</summary>
    public int MaxDeadLetters { get; set; } = 1000;
}
