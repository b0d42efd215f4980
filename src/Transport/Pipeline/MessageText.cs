using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace Streaming.Transport.Pipeline;

/// <summary>
/// What a message's <c>data</c> says: all its string values, in objects and arrays, too, unescaped. Names of members are none of them.
/// Got from <see cref="MessageContent.Text"/>, which makes it once for all that look; may not be kept, as the next message is given the same one.
/// </summary>
/// <remarks>
/// A string may hold half of a surrogate pair, and any control character. Nothing is allocated for it once the buffers are there: texts of
/// up to 1,024 characters have them here, longer ones borrow theirs.
/// </remarks>
public sealed class MessageText
{
    private const int KeptCharacters = 1024;
    private const int KeptStrings = 64;

    // Lent for the time that a message is in the pipeline; what a pool like this keeps is bounded by what each keeps.
    private static readonly ObjectPool<MessageText> Spare = new DefaultObjectPool<MessageText>(new Policy());

    private readonly char[] _keptCharacters = new char[KeptCharacters];
    private readonly int[] _keptEnds = new int[KeptStrings];
    private char[] _characters;
    private int[] _ends;
    private ReadOnlyMemory<byte> _data;

    private MessageText()
    {
        _characters = _keptCharacters;
        _ends = _keptEnds;
    }

    /// <summary>How many strings there are.</summary>
    public int Count { get; private set; }

    /// <summary>The length of all strings together, in UTF-16 code units.</summary>
    public int Length => Count == 0 ? 0 : _ends[Count - 1];

    /// <summary>The n-th string, from 0, in the order of the JSON.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int start = index == 0 ? 0 : _ends[index - 1];
            return _characters.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>For <c>foreach</c>: each string as a <see cref="ReadOnlySpan{T}"/> of characters.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The text of some JSON value, outside of the pipeline.</summary>
    /// <param name="data">In UTF-8.</param>
    public static MessageText Of(ReadOnlyMemory<byte> data)
    {
        var text = new MessageText();
        text.Read(data);
        return text;
    }

    internal static MessageText Borrow() => Spare.Get();

    internal static void GiveBack(MessageText text) => Spare.Return(text);

    /// <summary>Makes it the text of <paramref name="data"/>, unless it is already.</summary>
    internal void Read(ReadOnlyMemory<byte> data)
    {
        if (_data.Equals(data))
            return;
        Clear();
        if (data.Length > KeptCharacters)
            _characters = ArrayPool<char>.Shared.Rent(data.Length);
        var strings = new JsonStrings(data.Span);
        int end = 0;
        while (strings.MoveNext())
        {
            end += JsonUnescape.ToCharacters(strings.Written, _characters.AsSpan(end));
            if (Count == _ends.Length)
                Grow();
            _ends[Count++] = end;
        }

        _data = data;
    }

    private void Grow()
    {
        int[] larger = ArrayPool<int>.Shared.Rent(2 * _ends.Length);
        _ends.CopyTo(larger, 0);
        if (_ends != _keptEnds)
            ArrayPool<int>.Shared.Return(_ends);
        _ends = larger;
    }

    private void Clear()
    {
        if (_characters != _keptCharacters)
            ArrayPool<char>.Shared.Return(_characters);
        if (_ends != _keptEnds)
            ArrayPool<int>.Shared.Return(_ends);
        (_characters, _ends, _data, Count) = (_keptCharacters, _keptEnds, default, 0);
    }

    /// <summary>Goes over the strings.</summary>
    public ref struct Enumerator
    {
        private readonly MessageText _text;
        private int _index = -1;

        internal Enumerator(MessageText text) => _text = text;

        public readonly ReadOnlySpan<char> Current => _text[_index];

        public bool MoveNext() => ++_index < _text.Count;
    }

    private sealed class Policy : PooledObjectPolicy<MessageText>
    {
        public override MessageText Create() => new();

        public override bool Return(MessageText obj)
        {
            obj.Clear();
            return true;
        }
    }
}
