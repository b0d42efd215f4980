namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Numbers a connection's messages, and knows which of them were acknowledged: a bit for each.</summary>
internal sealed class AckSheet
{
    private const int BitsAWord = 64;

    private ulong[] _isAcked = [];
    private int _sentCount;

    /// <returns>The number of the message that is published now, from 0.</returns>
    public int Next() => _sentCount++;

    /// <summary>Takes an ack.</summary>
    public AckKind Take(long number)
    {
        if (number < 0 || number >= _sentCount)
            return AckKind.Unknown;
        int word = (int)(number / BitsAWord);
        if (word >= _isAcked.Length)
            Array.Resize(ref _isAcked, Math.Max(word + 1, _isAcked.Length * 2));
        ulong bit = 1UL << (int)(number % BitsAWord);
        if ((_isAcked[word] & bit) != 0)
            return AckKind.Repeated;
        _isAcked[word] |= bit;
        return AckKind.Due;
    }
}
