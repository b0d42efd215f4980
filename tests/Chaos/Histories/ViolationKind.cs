namespace Streaming.Chaos.Histories;

/// <summary>The promises that are checked, by how they can be broken.</summary>
internal enum ViolationKind
{
    /// <summary>A message was acked and is not in its room's log.</summary>
    Lost,

    /// <summary>A message is in its room's log twice, or reached a listener twice.</summary>
    Duplicated,

    /// <summary>A listener missed something between two events, or got them in another order than the log's.</summary>
    OutOfOrder,

    /// <summary>The same position of the same epoch bore two contents, or a listener was told what the log does not hold.</summary>
    Differs,

    /// <summary>A room's log has a gap or another fault.</summary>
    BrokenLog,

    /// <summary>A listener who was there at the end never got what the log holds.</summary>
    NeverDelivered,

    /// <summary>Everything was healthy, and a request was not answered or a client could not get in.</summary>
    NotWell,

    /// <summary>Somebody was shown in a room long after their last connection was gone.</summary>
    Ghost,

    /// <summary>A client was told that its position is lost though nothing had been.</summary>
    RecoveryRefused,

    /// <summary>An error that no fault explains, such as <c>internal</c>.</summary>
    Refused,
}
