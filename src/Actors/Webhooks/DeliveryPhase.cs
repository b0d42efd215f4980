namespace Streaming.Actors.Webhooks;

/// <summary>Where a delivery stands. Only from <see cref="Idle"/> does news wake it.</summary>
internal enum DeliveryPhase
{
    Idle,

    /// <summary>In the lane, or about to run.</summary>
    Queued,
    Running,

    /// <summary>For the time of its next try.</summary>
    Waiting,
}
