using System.Runtime.CompilerServices;

namespace Streaming.Actors.Feeds;

/// <summary>
/// Something that is encoded at most once per wire format and then shared by all who send it. Two
/// threads that meet here for the first time may both encode; all get what the first of them made.
/// </summary>
public abstract class SharedEncoding
{
    private Encodings _encoded;

    public ReadOnlyMemory<byte> Encoded<TState>(WireFormat format, TState state, Func<TState, byte[]> encode)
    {
        ArgumentNullException.ThrowIfNull(encode);
        ref byte[]? encoded = ref _encoded[(int)format];
        return Volatile.Read(ref encoded) ?? Keep(ref encoded, encode(state));
    }

    private static byte[] Keep(ref byte[]? encoded, byte[] bytes) => Interlocked.CompareExchange(ref encoded, bytes, null) ?? bytes;

    [InlineArray(WireFormats.Count)]
    private struct Encodings
    {
        private byte[]? _first;
    }
}
