namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// What messages carry: a stamp, and behind it a filling that is the same in all of them but differs from place to place, so that bytes
/// that are cut off, moved or written over show.
/// </summary>
internal sealed class Payload
{
    private readonly byte[] _bytes;

    /// <param name="size">Bytes, at least <see cref="Stamp.Length"/>.</param>
    public Payload(int size)
    {
        _bytes = new byte[Math.Max(size, Stamp.Length)];
        for (int i = Stamp.Length; i < _bytes.Length; i++)
            _bytes[i] = (byte)('a' + (i % 26));
    }

    public int Length => _bytes.Length;

    /// <summary>Good until the next.</summary>
    public ReadOnlySpan<byte> With(in Stamp stamp)
    {
        stamp.Write(_bytes);
        return _bytes;
    }

    /// <param name="received">Begins with a payload; what the server puts behind it does not matter.</param>
    /// <returns>False: the filling is not all there. Of the stamp nothing is checked.</returns>
    public bool TryRead(ReadOnlySpan<byte> received, out Stamp stamp)
    {
        stamp = default;
        if (received.Length < _bytes.Length || !received[Stamp.Length.._bytes.Length].SequenceEqual(_bytes.AsSpan(Stamp.Length)))
            return false;
        stamp = Stamp.Read(received);
        return true;
    }
}
