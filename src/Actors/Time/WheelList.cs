namespace Streaming.Actors.Time;

/// <summary>A doubly linked list threaded through its entries: adding and taking out cost O(1) and no allocation.</summary>
internal sealed class WheelList
{
    public WheelEntry? First { get; private set; }

    private WheelEntry? _last;

    public void Append(WheelEntry entry)
    {
        entry.List = this;
        entry.Previous = _last;
        entry.Next = null;
        if (_last is null)
            First = entry;
        else
            _last.Next = entry;
        _last = entry;
    }

    public void Remove(WheelEntry entry)
    {
        if (entry.Previous is null)
            First = entry.Next;
        else
            entry.Previous.Next = entry.Next;
        if (entry.Next is null)
            _last = entry.Previous;
        else
            entry.Next.Previous = entry.Previous;
        entry.List = null;
        entry.Previous = entry.Next = null;
    }
}
