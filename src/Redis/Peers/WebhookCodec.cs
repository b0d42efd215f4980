using Streaming.Actors.Operations;
using Streaming.Actors.Webhooks;

namespace Streaming.Redis.Peers;

/// <summary>How webhooks are doing, to Protocol Buffers and back.</summary>
internal static class WebhookCodec
{
    public static Wire.FoundWebhooks Encode(NodeAnswer.Webhooks webhooks)
    {
        var wire = new Wire.FoundWebhooks();
        wire.Found.AddRange(webhooks.Found.Select(Encode));
        return wire;
    }

    public static NodeAnswer.Webhooks Decode(Wire.FoundWebhooks wire) => new([.. wire.Found.Select(Decode)]);

    private static Wire.WebhookStatus Encode(WebhookStatus status)
    {
        var wire = new Wire.WebhookStatus
        {
            Name = status.Name, Delivered = status.Delivered, Retried = status.Retried, Dead = status.Dead, Lost = status.Lost,
            Pending = status.Pending, Rooms = status.Rooms,
        };
        if (status.Oldest is { } oldest)
            wire.Oldest = oldest.UtcTicks;
        if (status.LastProblem is { } problem)
            wire.LastProblem = problem;
        if (status.LastProblemAt is { } at)
            wire.LastProblemAt = at.UtcTicks;
        return wire;
    }

    private static WebhookStatus Decode(Wire.WebhookStatus wire) => new(
        Whole.Text(wire.Name), wire.Delivered, wire.Retried, wire.Dead, wire.Lost, wire.Pending, wire.Rooms,
        wire.HasOldest ? Whole.Moment(wire.Oldest) : null,
        wire.HasLastProblem ? wire.LastProblem : null,
        wire.HasLastProblemAt ? Whole.Moment(wire.LastProblemAt) : null);
}
