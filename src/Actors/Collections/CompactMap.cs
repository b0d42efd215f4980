using System.Diagnostics.CodeAnalysis;

namespace Streaming.Actors.Collections;

/// <summary>
/// A map that takes little memory while it has few pairs: they lie in an array that is as long as there are pairs, and only from
/// <see cref="MaxFew"/> on in a table. A user is in one or two rooms, through one node, and there is a map for each of a node's ten thousands of
/// users: an empty <see cref="Dictionary{TKey, TValue}"/> takes 80 bytes and one with a single pair 200, this takes 16 and some 50.
/// <para>A value type that changes: to be kept in a field that is not read-only, and not to be copied.</para>
/// </summary>
internal struct CompactMap<TKey, TValue>
    where TKey : IEquatable<TKey>
{
    public const int MaxFew = 8;

    private KeyValuePair<TKey, TValue>[]? _few;
    private Dictionary<TKey, TValue>? _many;

    public readonly int Count => _many?.Count ?? _few?.Length ?? 0;

    /// <summary>In no order. May be changed meanwhile only while there are few.</summary>
    public readonly IEnumerable<KeyValuePair<TKey, TValue>> Pairs => _many ?? (IEnumerable<KeyValuePair<TKey, TValue>>?)_few ?? [];

    public readonly IEnumerable<TKey> Keys => Pairs.Select(static pair => pair.Key);

    public readonly bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public readonly bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_many is not null)
            return _many.TryGetValue(key, out value);

        int at = PlaceOf(key);
        value = at >= 0 ? _few![at].Value : default;
        return at >= 0;
    }

    public void Set(TKey key, TValue value)
    {
        if (_many is not null)
        {
            _many[key] = value;
            return;
        }

        KeyValuePair<TKey, TValue> pair = new(key, value);
        if (PlaceOf(key) is >= 0 and var at)
            _few![at] = pair;
        else if (Count < MaxFew)
            _few = [.. _few ?? [], pair];
        else
            (_many, _few) = (new Dictionary<TKey, TValue>([.. _few!, pair]), null);
    }

    public bool TryAdd(TKey key, TValue value)
    {
        if (ContainsKey(key))
            return false;

        Set(key, value);
        return true;
    }

    public bool Remove(TKey key) => Remove(key, out _);

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_many is not null)
        {
            bool isRemoved = _many.Remove(key, out value);

            // At half of what it takes to get a table, so that one pair that comes and goes does not make one each time.
            if (_many.Count <= MaxFew / 2)
                (_few, _many) = ([.. _many], null);
            return isRemoved;
        }

        int at = PlaceOf(key);
        value = at >= 0 ? _few![at].Value : default;
        if (at >= 0)
            _few = _few!.Length == 1 ? null : [.. _few[..at], .. _few[(at + 1)..]];
        return at >= 0;
    }

    private readonly int PlaceOf(TKey key)
    {
        for (int i = 0; i < (_few?.Length ?? 0); i++)
        {
            if (_few![i].Key.Equals(key))
                return i;
        }

        return -1;
    }
}
