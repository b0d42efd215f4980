using System.Buffers;
using Google.Protobuf;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Redis.Peers;

/// <summary>
/// What waits for one node. One publication is under way at a time, and what has gathered meanwhile leaves in the next: a link
/// that has little to do sends at once, one that has much to do sends in large batches, and the order is kept.
/// <para>
/// When too much waits, what has waited longest is dropped. By then whoever asked has given up, an event is on its way from the
/// log, and what is new is worth most; whoever sent it has another way to find out, as the port says.
/// </para>
/// </summary>
/// <param name="link">Publishes a frame and completes when Redis has it.</param>
internal sealed class PeerOutbox(
    RedisChannel channel, NodeId node, IFramePublisher link, PeerLinkOptions options, PeerLinkCounters counters) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<(PeerMessage Message, int Weight)> _waiting = new();
    private long _waitingBytes;
    private bool _busy;

    // Touched by the one flush that runs.
    private readonly List<PeerMessage> _batch = [];
    private readonly Wire.Frame _frame = new() { Version = FrameVersion.Current };
    private ulong _previous;

    /// <summary>Messages that wait now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    public void Add(PeerMessage message)
    {
        int weight = PeerWeight.Of(message);
        int dropped = 0;
        bool starts;
        lock (_gate)
        {
            while (_waiting.Count > 0 && (_waiting.Count >= options.MaxQueuedMessages || _waitingBytes + weight > options.MaxQueuedBytes))
            {
                _waitingBytes -= _waiting.Dequeue().Weight;
                dropped++;
            }

            _waiting.Enqueue((message, weight));
            _waitingBytes += weight;
            starts = !_busy;
            _busy = true;
        }

        if (dropped > 0)
            counters.OnDropped(dropped);
        if (starts)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = FlushAsync();

    private async Task FlushAsync()
    {
        while (TakeBatch())
        {
            try
            {
                Encode();
                int size = Seal();
                byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
                _frame.WriteTo(buffer.AsSpan(0, size));
                await link.PublishAsync(channel, buffer.AsMemory(0, size));

                // Given back only here: after a failure the client may still have it in a queue.
                ArrayPool<byte>.Shared.Return(buffer);
                counters.OnSent(_batch.Count, size);
            }
            catch (Exception e)
            {
                counters.OnUnsent(_batch.Count);
                link.OnNotPublished(node, _batch.Count, e);
            }
        }
    }

    /// <returns>False when nothing waits: the next message starts a flush of its own.</returns>
    private bool TakeBatch()
    {
        _frame.Messages.Clear();
        _batch.Clear();
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _busy = false;
                return false;
            }

            long bytes = 0;
            while (_batch.Count < options.MaxBatchMessages && _waiting.TryPeek(out (PeerMessage Message, int Weight) next)
                && (_batch.Count == 0 || bytes + next.Weight <= options.MaxBatchBytes))
            {
                _waiting.Dequeue();
                _waitingBytes -= next.Weight;
                bytes += next.Weight;
                _batch.Add(next.Message);
            }
        }

        return true;
    }

    /// <summary>Done on the link's time: whoever sends only pays for the queue.</summary>
    private void Encode()
    {
        foreach (PeerMessage message in _batch)
        {
            try
            {
                _frame.Messages.Add(PeerMessageCodec.Encode(message));
            }
            catch (Exception e)
            {
                // A bug, and one message's: the others in the batch are well.
                link.OnNotEncoded(message, e);
            }
        }
    }

    private int Seal()
    {
        _frame.From = link.From;
        _frame.Life = link.Life;
        _frame.Number = link.NextNumber();
        _frame.Previous = _previous;
        _previous = _frame.Number;
        return _frame.CalculateSize();
    }
}
