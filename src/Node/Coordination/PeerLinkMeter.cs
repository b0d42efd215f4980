using System.Diagnostics.Metrics;
using Streaming.Redis.Peers;

namespace Streaming.Node.Coordination;

/// <summary>What the link to the other nodes counts, for whoever collects metrics: the meter <see cref="Name"/>.</summary>
internal static class PeerLinkMeter
{
    public const string Name = "Streaming.Peers";

    /// <summary>The instruments live as long as the factory.</summary>
    public static void Observe(IMeterFactory meters, RedisPeerLink link)
    {
        var meter = meters.Create(Name);
        var counters = link.Counters;

        Count("messages.sent", "{message}", "Messages to other nodes that Redis has taken", () => counters.MessagesSent);
        Count("messages.received", "{message}", "Messages of other nodes", () => counters.MessagesReceived);
        Count("messages.dropped", "{message}", "Messages that were not sent because too much waited for their node", () => counters.Dropped);
        Count("messages.unconfirmed", "{message}", "Messages that Redis has not confirmed: they may have arrived or not", () => counters.Unsent);
        Count("messages.unknown", "{message}", "Messages of a kind that this release does not know", () => counters.UnknownKinds);
        Count("frames.sent", "{frame}", "Publications that messages left in", () => counters.FramesSent);
        Count("frames.received", "{frame}", "Publications that messages came in", () => counters.FramesReceived);
        Count("frames.malformed", "{frame}", "Frames, or messages in them, that could not be read", () => counters.Malformed);
        Count("frames.unknown_version", "{frame}", "Frames of a version that this release does not speak", () => counters.UnknownVersions);
        Count("frames.late", "{frame}", "Frames that came twice or after a later one", () => counters.LateFrames);
        Count("frames.overrun", "{frame}", "Frames that were not read because too many waited", () => counters.Overruns);
        Count("bytes.sent", "By", "Bytes of the frames sent", () => counters.BytesSent);
        Count("gaps", "{gap}", "Frames that came while the one before had not", () => counters.Gaps);
        Count("interruptions", "{interruption}", "How often listeners had to look into the logs", () => counters.Interruptions);
        Count("resubscriptions", "{subscription}", "How often the subscription was made anew", () => counters.Resubscriptions);
        meter.CreateObservableGauge("streaming.peers.messages.waiting", () => link.Waiting, "{message}", "Messages that wait to be sent");
        meter.CreateObservableGauge("streaming.peers.delivering", () => link.IsDelivering ? 1 : 0, null, "1 while this node hears what is published to it");

        void Count(string name, string unit, string description, Func<long> value) =>
            meter.CreateObservableCounter($"streaming.peers.{name}", value, unit, description);
    }
}
