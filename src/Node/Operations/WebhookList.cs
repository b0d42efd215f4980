using Streaming.Actors.Webhooks;
using Streaming.Transport.Webhooks;

namespace Streaming.Node.Operations;

/// <summary><c>/cluster/webhooks</c>, in the order of the settings.</summary>
/// <param name="Unanswered">Nodes that did not answer: what they deliver is missing.</param>
internal sealed record WebhookList(IReadOnlyList<WebhookReport> Webhooks, IReadOnlyList<string> Unanswered);

/// <summary>One webhook, over all nodes. Counts are since each node started.</summary>
/// <param name="Url">Without what follows the host.</param>
/// <param name="Delivered">Events that the receiver took.</param>
/// <param name="Retried">Posts that failed, to be tried again.</param>
/// <param name="Lost">Events that were gone before they could be delivered.</param>
/// <param name="Pending">Events that wait; those of logs are counted whether they are for the webhook or not.</param>
/// <param name="Rooms">Rooms in which something waits.</param>
/// <param name="LagMs">Age of the oldest event that is being posted, or was and failed.</param>
/// <param name="DeadLetters">Events that were given up and are kept.</param>
/// <param name="LastProblem">What came of the last post that failed.</param>
/// <param name="LastProblemAt">When that was.</param>
internal sealed record WebhookReport(
    string Name, string Url, IReadOnlyList<string> Events, long Delivered, long Retried, long Lost, long Pending, int Rooms, long LagMs,
    int DeadLetters, string? LastProblem, DateTimeOffset? LastProblemAt);

/// <summary><c>/cluster/webhooks/dead</c>, newest first.</summary>
/// <param name="Total">How many there are, listed or not.</param>
internal sealed record DeadLetterList(int Total, IReadOnlyList<DeadLetterReport> Letters);

/// <summary>One event that was given up.</summary>
/// <param name="Id">What it is retried and dropped by: the webhook's name, a slash, and the letter's own.</param>
internal sealed record DeadLetterReport(
    string Id, string Webhook, string EventId, string Type, string RoomId, DateTimeOffset Timestamp, int Attempts, string Problem, DateTimeOffset DiedAt)
{
    public static DeadLetterReport Of(string webhook, DeadLetter letter) => new(
        $"{webhook}/{letter.Id}", webhook, letter.EventId, WebhookTypes.NameOf(letter.Type), letter.Room.Value, letter.Timestamp, letter.Attempts,
        letter.Problem, letter.DiedAt);
}

/// <summary>What became of one dead letter.</summary>
/// <param name="State"><c>delivered</c> or <c>dropped</c>.</param>
internal sealed record DeadLetterOutcome(string Id, string State);
