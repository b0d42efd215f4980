using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Redis.Peers;

/// <summary>
/// Reads the frames that arrive at a node. Whatever is in their bytes, nothing is thrown: what cannot be read is counted, logged
/// once for each sender and reason, and dropped.
/// </summary>
internal sealed partial class PeerInbox(NodeId self, string life, PeerLinkCounters counters, ILogger logger)
{
    /// <summary>Senders remembered; when there are more the memory starts anew, which hides one gap each at worst.</summary>
    private const int MaxSenders = 4096;

    /// <summary>Complaints remembered; above that nothing more is logged, only counted.</summary>
    private const int MaxComplaints = 256;

    // One frame at a time: a subscription that is made anew may overlap with the one before.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Life, ulong Number)> _heard = [];
    private readonly HashSet<(string Sender, string Reason)> _complaints = [];
    private volatile Action<NodeId, PeerMessage> _receiver = static (_, _) => { };

    /// <summary>Gets each message, in its sender's order.</summary>
    public Action<NodeId, PeerMessage> Receiver
    {
        get => _receiver;
        set => _receiver = value;
    }

    /// <summary>Gets the numbers of probes that have come back.</summary>
    public Action<ulong> Probed { get; set; } = static _ => { };

    /// <summary>Told when a frame has come and the one before it has not.</summary>
    public Action Missed { get; set; } = static () => { };

    public void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            Wire.Frame frame;
            try
            {
                frame = Wire.Frame.Parser.ParseFrom(bytes.Span);
            }
            catch (Exception e)
            {
                counters.OnMalformed();
                Complain("somebody", $"not a frame: {e.GetType().Name}");
                return;
            }

            TakeUnderGate(frame);
        }
    }

    private void TakeUnderGate(Wire.Frame frame)
    {
        if (frame.Version != FrameVersion.Current)
        {
            counters.OnUnknownVersion();
            Complain(frame.From, $"version {frame.Version}");
            return;
        }

        if (frame.From.Length == 0 || frame.Life.Length == 0)
        {
            counters.OnMalformed();
            Complain("somebody", "no sender");
            return;
        }

        if (frame.Probe != 0)
        {
            if (frame.From == self.Value && frame.Life == life)
                Probed(frame.Probe);
            return;
        }

        if (IsInOrder(frame))
            Deliver(frame);
    }

    private bool IsInOrder(Wire.Frame frame)
    {
        if (_heard.TryGetValue(frame.From, out (string Life, ulong Number) last) && last.Life == frame.Life)
        {
            if (frame.Number <= last.Number)
            {
                counters.OnLate();
                return false;
            }

            // 0: the sender has begun a new queue for this node, and does not know either.
            if (frame.Previous != last.Number && frame.Previous != 0)
            {
                counters.OnGap();
                Missed();
            }
        }
        else if (_heard.Count >= MaxSenders)
        {
            _heard.Clear();
        }

        _heard[frame.From] = (frame.Life, frame.Number);
        return true;
    }

    private void Deliver(Wire.Frame frame)
    {
        var from = new NodeId(frame.From);
        int delivered = 0;
        foreach (Wire.PeerMessage wire in frame.Messages)
        {
            if (Decode(frame.From, wire) is not { } message)
                continue;

            delivered++;
            try
            {
                Receiver(from, message);
            }
            catch (Exception e)
            {
                LogReceiverFailed(logger, e, message.GetType().Name, from);
            }
        }

        counters.OnReceived(delivered);
    }

    private PeerMessage? Decode(string from, Wire.PeerMessage wire)
    {
        try
        {
            if (PeerMessageCodec.Decode(wire) is { } message)
                return message;

            counters.OnUnknownKind();
            Complain(from, $"a kind of message that this release does not know (after {wire.KindCase})");
        }
        catch (Exception e)
        {
            counters.OnMalformed();
            Complain(from, $"{wire.KindCase}: {(e is MalformedMessageException ? e.Message : e.GetType().Name)}");
        }

        return null;
    }

    private void Complain(string sender, string reason)
    {
        if (_complaints.Count < MaxComplaints && _complaints.Add((sender, reason)))
            LogNotRead(logger, sender, reason);
    }
}
