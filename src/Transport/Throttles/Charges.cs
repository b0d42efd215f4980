using System.Runtime.CompilerServices;

namespace Streaming.Transport.Throttles;

/// <summary>All limits that one message is counted against. A value: nothing is made for a message.</summary>
internal struct Charges
{
    private Slots _slots;

    public int Count { get; private set; }

    public readonly Charge this[int index] => _slots[index];

    /// <summary>What all of them let through at once when nothing was taken lately; at least 1.</summary>
    public readonly int Depth
    {
        get
        {
            int depth = int.MaxValue;
            for (int i = 0; i < Count; i++)
                depth = Math.Min(depth, _slots[i].Limit.Depth);
            return depth;
        }
    }

    public void Add(Charge charge) => _slots[Count++] = charge;

    // The user's, the action's, the connection's, and two of the address.
    [InlineArray(5)]
    private struct Slots
    {
        private Charge _first;
    }
}
