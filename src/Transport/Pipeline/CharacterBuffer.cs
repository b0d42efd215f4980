using System.Buffers;

namespace Streaming.Transport.Pipeline;

/// <summary>Room for characters that are looked at and forgotten: on the stack as long as they fit there, else lent by the shared pool.</summary>
internal readonly ref struct CharacterBuffer
{
    private readonly char[]? _rented;

    /// <param name="stack">Of the caller's stack.</param>
    /// <param name="length">How many there may be.</param>
    public CharacterBuffer(Span<char> stack, int length) =>
        Characters = length <= stack.Length ? stack : _rented = ArrayPool<char>.Shared.Rent(length);

    /// <summary>At least as long as was asked for.</summary>
    public Span<char> Characters { get; }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
    }
}
