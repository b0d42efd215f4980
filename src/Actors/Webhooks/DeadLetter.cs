using Streaming.Actors.Ids;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// An event that a webhook was not told in all its tries. What is in a room's log stays there alone and is named by epoch and seq, so that
/// what is deleted in the room is deleted here; what is in none is kept whole.
/// </summary>
/// <param name="EventId">The event's id, the same as in its tries.</param>
/// <param name="Type">What it was.</param>
/// <param name="Room">Where it happened.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Problem">What came of the last try.</param>
/// <param name="DiedAt">When it was given up.</param>
public sealed record DeadLetter(
    string EventId, WebhookEvents Type, RoomId Room, DateTimeOffset Timestamp, int Attempts, string Problem, DateTimeOffset DiedAt)
{
    /// <summary>Its name in the webhook's list; given by the store.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it is in the log; null when it is in none.</summary>
    public MessageId? Logged { get; init; }

    /// <summary>The event as it was sent, where it is in no log.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}
