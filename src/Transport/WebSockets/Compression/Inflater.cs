using System.Buffers;
using System.IO.Compression;

namespace Streaming.Transport.WebSockets.Compression;

/// <summary>
/// Unpacks a message that came compressed (RFC 7692, section 7.2.2). It stops as soon as it knows that a message is too large: what a few
/// kilobytes claim to be costs no more than what may be sent without compression.
/// </summary>
internal static class Inflater
{
    /// <summary>What the sender leaves off each message: the end of an empty block.</summary>
    public static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xff, 0xff];

    private const int FirstBuffer = 4096;

    /// <param name="packed">The payload, with <see cref="Tail"/> behind it.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="maxBytes">More than this is <see cref="Received.TooLarge"/>.</param>
    /// <param name="message">After <see cref="Received.Message"/>: a buffer of the shared pool, the caller's to return.</param>
    /// <param name="messageLength">The bytes of it that were filled.</param>
    /// <returns><see cref="Received.Message"/>, <see cref="Received.TooLarge"/>, or <see cref="Received.Violation"/> for what is no deflate stream.</returns>
    public static Received Inflate(byte[] packed, int length, int maxBytes, out byte[] message, out int messageLength)
    {
        message = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(FirstBuffer, 4 * length), maxBytes + 1));
        messageLength = 0;
        var result = Received.Violation;
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
            result = ReadAll(stream, maxBytes, ref message, ref messageLength);
        }
        catch (InvalidDataException)
        {
            // What it is then is said by the result.
        }
        finally
        {
            if (result != Received.Message)
            {
                ArrayPool<byte>.Shared.Return(message);
                message = [];
                messageLength = 0;
            }
        }

        return result;
    }

    private static Received ReadAll(DeflateStream stream, int maxBytes, ref byte[] message, ref int length)
    {
        while (true)
        {
            if (length == message.Length)
                Grow(ref message, length);
            int read = stream.Read(message.AsSpan(length));
            if (read == 0)
                return Received.Message;
            length += read;
            if (length > maxBytes)
                return Received.TooLarge;
        }
    }

    private static void Grow(ref byte[] message, int length)
    {
        byte[] grown = ArrayPool<byte>.Shared.Rent(2 * length);
        message.AsSpan(0, length).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(message);
        message = grown;
    }
}
