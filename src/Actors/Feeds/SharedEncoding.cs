namespace Streaming.Actors.Feeds;

/// <summary>
/// Something that is encoded at most once per wire format and then shared by all who send it. Two
/// threads that meet here for the first time may both encode; either result will do.
/// </summary>
public abstract class SharedEncoding
{
    private readonly ReadOnlyMemory<byte>[] _encoded = new ReadOnlyMemory<byte>[WireFormats.Count];
    private int _present;

    public ReadOnlyMemory<byte> Encoded<TState>(WireFormat format, TState state, Func<TState, ReadOnlyMemory<byte>> encode)
    {
        int bit = 1 << (int)format;
        if ((Volatile.Read(ref _present) & bit) != 0)
            return _encoded[(int)format];

        ReadOnlyMemory<byte> bytes = encode(state);
        lock (_encoded)
        {
            if ((_present & bit) == 0)
            {
                _encoded[(int)format] = bytes;
                Volatile.Write(ref _present, _present | bit);
            }

            return _encoded[(int)format];
        }
    }
}
