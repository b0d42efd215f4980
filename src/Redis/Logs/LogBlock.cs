using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using StackExchange.Redis;
using Streaming.Actors.Logs;

namespace Streaming.Redis.Logs;

/// <summary>
/// Events of a log that lie together and compressed, as an entry of the stream of blocks: its id is the seq of the last, its one field <c>b</c>.
/// That is a byte for the format's version, the number of events, the number of bytes before compression, and then, in Brotli, for each event
/// its length and what stood in the log's stream, byte for byte: so a block may hold events of a release that is newer
/// than the node which packs it. Numbers are of four bytes, the low one first. A length of 0 is an event that was not there.
/// </summary>
internal static class LogBlock
{
    public const byte Version = 1;

    /// <summary>
    /// Bytes before compression at which a block is full, however few events it has: reading a single one has to unpack all. One event may
    /// be larger.
    /// </summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Nobody unpacks more, whatever a block says of itself. The largest event is a message of 1 MiB, and what stands around it.</summary>
    private const int MaxUnpackedBytes = MaxBytes + (4 * 1024 * 1024);

    /// <summary>The highest level that takes a millisecond for a block of chat; those above cost several times as much for some per cent.</summary>
    private const int Quality = 5;
    private const int WindowBits = 18;

    private const int HeadLength = 1 + sizeof(int) + sizeof(int);

    /// <summary>Packs as many of these as go into a block, from the first on.</summary>
    /// <param name="events">What stands in the log, at least one; null for what does not.</param>
    /// <returns>The block, and how many events it holds.</returns>
    public static (byte[] Block, int Count) Encode(ReadOnlySpan<byte[]?> events)
    {
        (int count, int size) = Measure(events);
        byte[] unpacked = ArrayPool<byte>.Shared.Rent(size);
        byte[] packed = ArrayPool<byte>.Shared.Rent(HeadLength + BrotliEncoder.GetMaxCompressedLength(size));
        try
        {
            Span<byte> rest = unpacked;
            foreach (byte[]? one in events[..count])
            {
                BinaryPrimitives.WriteInt32LittleEndian(rest, one?.Length ?? 0);
                one?.CopyTo(rest[sizeof(int)..]);
                rest = rest[(sizeof(int) + (one?.Length ?? 0))..];
            }

            packed[0] = Version;
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), count);
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1 + sizeof(int)), size);
            if (!BrotliEncoder.TryCompress(unpacked.AsSpan(0, size), packed.AsSpan(HeadLength), out int length, Quality, WindowBits))
                throw new InvalidOperationException($"A block of {size} bytes could not be compressed.");

            return (packed[..(HeadLength + length)], count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
            ArrayPool<byte>.Shared.Return(unpacked);
        }
    }

    /// <summary>Finds what a block holds of the sought; nothing, if it cannot be read.</summary>
    /// <param name="entry">The id, then the field.</param>
    public static void Decode(RedisResult entry, SoughtEvents sought)
    {
        (long last, RedisResult[] fields) = LogEntry.PartsOf(entry);
        if (fields is not [var name, var value] || (string?)name != "b" || (byte[]?)value is not { Length: > HeadLength } block || block[0] != Version)
            return;

        int count = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(1));
        int size = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(1 + sizeof(int)));
        if (count is < 1 or > IRoomLog.BlockLength || size is < sizeof(int) or > MaxUnpackedBytes)
            return;

        byte[] unpacked = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            if (BrotliDecoder.TryDecompress(block.AsSpan(HeadLength), unpacked.AsSpan(0, size), out int written) && written == size)
                Search(unpacked.AsSpan(0, size), last - count + 1, last, sought);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unpacked);
        }
    }

    private static void Search(ReadOnlySpan<byte> unpacked, long first, long last, SoughtEvents sought)
    {
        for (long seq = first; seq <= last && unpacked.Length >= sizeof(int); seq++)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(unpacked);
            unpacked = unpacked[sizeof(int)..];
            if (length < 0 || length > unpacked.Length)
                return;

            if (length > 0 && sought.Wants(seq))
                sought.Find(seq, unpacked[..length]);
            unpacked = unpacked[length..];
        }
    }

    private static (int Count, int Size) Measure(ReadOnlySpan<byte[]?> events)
    {
        (int count, int size) = (0, 0);
        foreach (byte[]? one in events)
        {
            int next = sizeof(int) + (one?.Length ?? 0);
            if (count > 0 && size + next > MaxBytes)
                break;

            (count, size) = (count + 1, size + next);
        }

        return (count, size);
    }
}
