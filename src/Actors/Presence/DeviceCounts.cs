using System.Numerics;
using System.Runtime.CompilerServices;

namespace Streaming.Actors.Presence;

/// <summary>How many connections of a user there are from each kind of device. A value type that changes: not to be copied.</summary>
internal struct DeviceCounts
{
    private PerKind _counts;

    public int Total { get; private set; }

    /// <summary>The kinds that there is a connection from.</summary>
    public Devices All { get; private set; }

    /// <param name="device">One kind, or none.</param>
    /// <returns>Whether it is the first connection, or the first of its kind.</returns>
    public bool Add(Devices device)
    {
        bool isNews = Total == 0 || !All.HasFlag(device);
        _counts[PlaceOf(device)]++;
        Total++;
        All |= device;
        return isNews;
    }

    /// <returns>Whether it was the last connection, or the last of its kind.</returns>
    public bool Remove(Devices device)
    {
        Total--;
        if (--_counts[PlaceOf(device)] == 0)
            All &= ~device;
        return Total == 0 || !All.HasFlag(device);
    }

    private static int PlaceOf(Devices device) => device == Devices.None ? 0 : 1 + BitOperations.TrailingZeroCount((int)device);

    /// <summary>None, and each of <see cref="Devices"/>.</summary>
    [InlineArray(5)]
    private struct PerKind
    {
        private int _first;
    }
}
