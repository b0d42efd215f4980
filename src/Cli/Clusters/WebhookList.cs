namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/webhooks</c>.</summary>
internal sealed record WebhookList(IReadOnlyList<Webhook> Webhooks, IReadOnlyList<string> Unanswered);

/// <summary>One webhook, over all nodes.</summary>
internal sealed record Webhook(
    string Name, string Url, IReadOnlyList<string> Events, long Delivered, long Retried, long Lost, long Pending, int Rooms, long LagMs,
    int DeadLetters, string? LastProblem, DateTimeOffset? LastProblemAt);

/// <summary><c>GET /cluster/webhooks/dead</c>.</summary>
internal sealed record DeadLetterList(int Total, IReadOnlyList<DeadLetter> Letters);

/// <summary>One event that was given up.</summary>
internal sealed record DeadLetter(
    string Id, string Webhook, string EventId, string Type, string RoomId, DateTimeOffset Timestamp, int Attempts, string Problem, DateTimeOffset DiedAt);

/// <summary>What became of one dead letter.</summary>
internal sealed record DeadLetterOutcome(string Id, string State);
