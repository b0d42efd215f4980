using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>
/// Values by the start of names, and all of them that a name begins with. However many there are, a look-up costs one step for each length that
/// a start has, which in practice are two or three. Not thread-safe: whoever has one locks.
/// </summary>
internal sealed class PatternIndex<T>
{
    private readonly Dictionary<string, List<T>> _byStart = new(StringComparer.Ordinal);

    /// <summary>How many starts have each length.</summary>
    private readonly int[] _ofLength = new int[IdSyntax.MaxNameLength + 1];

    /// <summary>Starts with at least one value.</summary>
    public int Count => _byStart.Count;

    public IEnumerable<string> Starts => _byStart.Keys;

    /// <summary>The values of one start; to be changed by <see cref="Add"/> and <see cref="Remove"/> only.</summary>
    public IReadOnlyList<T> Of(string start) => _byStart.TryGetValue(start, out List<T>? its) ? its : [];

    public void Add(string start, T value)
    {
        if (!_byStart.TryGetValue(start, out List<T>? its))
        {
            _byStart.Add(start, its = []);
            _ofLength[start.Length]++;
        }

        its.Add(value);
    }

    /// <returns>How many went.</returns>
    public int Remove(string start, Predicate<T> which)
    {
        if (!_byStart.TryGetValue(start, out List<T>? its))
            return 0;

        int removed = its.RemoveAll(which);
        if (its.Count == 0)
        {
            _byStart.Remove(start);
            _ofLength[start.Length]--;
        }

        return removed;
    }

    /// <summary>Adds to <paramref name="found"/> the values of all starts that <paramref name="name"/> begins with.</summary>
    public void Find(string name, ICollection<T> found)
    {
        var byStart = _byStart.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int length = 0; length <= name.Length && length < _ofLength.Length; length++)
        {
            if (_ofLength[length] == 0 || !byStart.TryGetValue(name.AsSpan(0, length), out List<T>? its))
                continue;

            foreach (T value in its)
                found.Add(value);
        }
    }
}
