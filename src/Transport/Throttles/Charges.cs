using System.Runtime.CompilerServices;

namespace Streaming.Transport.Throttles;

/// <summary>All limits that one message is counted against. A value: nothing is made for a message.</summary>
internal struct Charges
{
    private Slots _slots;

    public int Count { get; private set; }

    public readonly Charge this[int index] => _slots[index];

    public void Add(Charge charge) => _slots[Count++] = charge;

    // The user's, the action's, the connection's, and two of the address.
    [InlineArray(5)]
    private struct Slots
    {
        private Charge _first;
    }
}
