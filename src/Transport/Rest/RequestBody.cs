using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Streaming.Transport.Rest;

/// <summary>A request's body, in one piece in a lent buffer.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    // What a request without a body says: nothing beyond its address.
    private static readonly byte[] Empty = "{}"u8.ToArray();

    private RequestBody(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>
    /// Reads <paramref name="max"/> bytes and one more: enough to tell that there are too many, and never all that a
    /// client likes to send.
    /// </summary>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, int max, CancellationToken cancellation)
    {
        if (HttpMethods.IsGet(request.Method))
            return new RequestBody(Empty, Empty.Length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(max + 1);
        try
        {
            int length = await request.Body.ReadAtLeastAsync(
                buffer.AsMemory(0, max + 1), max + 1, throwOnEndOfStream: false, cancellation);
            if (length > 0)
                return new RequestBody(buffer, length);
            ArrayPool<byte>.Shared.Return(buffer);
            return new RequestBody(Empty, Empty.Length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer != Empty)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}
