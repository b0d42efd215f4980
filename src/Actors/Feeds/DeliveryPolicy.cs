using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>What is left out for a listener whose connection is behind.</summary>
/// <param name="Interval">With <see cref="Delivery.Sample"/>: of the messages of each such time only the newest is delivered; zero is a second.</param>
public readonly record struct DeliveryPolicy(Delivery Delivery, TimeSpan Interval = default)
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(1);

    /// <summary>Nothing is ever left out: who cannot keep up is disconnected.</summary>
    public bool IsReliable => Delivery == Delivery.Reliable;

    /// <summary>Which of the times, one after another, a moment lies in.</summary>
    internal long IntervalOf(DateTimeOffset moment) =>
        moment.UtcTicks / (Interval > TimeSpan.Zero ? Interval : UsualInterval).Ticks;
}
