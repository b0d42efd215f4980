namespace Streaming.Chaos.Histories;

/// <summary>A publish that went well: when it was sent, and when its ack was there.</summary>
internal readonly record struct AckedAttempt(TimeSpan SentAt, TimeSpan AckedAt);
