namespace Streaming.Transport.Connections;

/// <summary>Who has to act when an outbox cannot go on.</summary>
internal interface IOutboxOwner
{
    /// <summary>
    /// Called once at most per kind of failure, on whichever thread met it: a room's fan-out, the timing wheel
    /// or a drainer. So it only notes the failure and lets another thread act on it.
    /// </summary>
    void OnOutboxFailed(OutboxFailure failure);
}
