using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>
/// What waits for a listener who is behind, less what the delivery policy leaves out; in order, and with a count of what is missing where.
/// Bounded: beyond <see cref="MaxWeight"/> the oldest messages go, whatever the policy. Not thread-safe: its listener locks.
/// </summary>
internal sealed class HeldMessages(DeliveryPolicy policy)
{
    /// <summary>
    /// Bytes, each message counted with its envelope, so about a thousand small ones. A quarter of what may wait for a connection by
    /// default: it has to fit behind the half that makes one count as behind.
    /// </summary>
    public const int MaxWeight = 256 * 1024;

    private readonly LinkedList<HeldMessage> _held = [];
    private readonly Dictionary<string, LinkedListNode<HeldMessage>> _newestOf = new(StringComparer.Ordinal);
    private LinkedListNode<HeldMessage>? _newest;
    private int _weight;

    public int Count => _held.Count;

    /// <summary>There is more than may wait, and nothing of it may be left out.</summary>
    public bool IsOverfull => _weight > MaxWeight;

    public void Add(HeldMessage message)
    {
        LinkedListNode<HeldMessage> node = _held.AddLast(message);
        _weight += message.Weight;
        if (message.Key is not null)
            MakeRoomFor(node, message.Key);
        LeaveOutOldest(node);
    }

    /// <summary>Everything, in order; nothing is held any more.</summary>
    public IReadOnlyList<HeldMessage> TakeAll()
    {
        HeldMessage[] all = [.. _held];
        _held.Clear();
        _newestOf.Clear();
        (_newest, _weight) = (null, 0);
        return all;
    }

    private void MakeRoomFor(LinkedListNode<HeldMessage> node, string key)
    {
        if (policy.Delivery == Delivery.LatestByKey)
        {
            if (_newestOf.TryGetValue(key, out LinkedListNode<HeldMessage>? older))
                LeaveOut(older);
            _newestOf[key] = node;
        }
        else if (policy.Delivery == Delivery.Sample && _newest?.Value.Interval == node.Value.Interval)
        {
            LeaveOut(_newest);
        }

        _newest = node;
    }

    private void LeaveOutOldest(LinkedListNode<HeldMessage> newest)
    {
        LinkedListNode<HeldMessage>? oldest = _held.First;
        while (_weight > MaxWeight && oldest is not null && oldest != newest)
        {
            LinkedListNode<HeldMessage>? next = oldest.Next;
            if (oldest.Value.Key is not null)
                LeaveOut(oldest);
            oldest = next;
        }
    }

    /// <summary>There is always one behind it: the one that it makes room for.</summary>
    private void LeaveOut(LinkedListNode<HeldMessage> node)
    {
        node.Next!.Value.SkippedBefore += node.Value.SkippedBefore + 1;
        _weight -= node.Value.Weight;
        if (node == _newest)
            _newest = null;
        if (node.Value.Key is { } key && _newestOf.TryGetValue(key, out LinkedListNode<HeldMessage>? kept) && kept == node)
            _newestOf.Remove(key);
        _held.Remove(node);
    }
}
