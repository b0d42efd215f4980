using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Protocol;

/// <summary>Lends JSON writers and the buffers that frames grow in: every message that leaves needs them, for microseconds.</summary>
internal sealed class JsonWriters
{
    private readonly DefaultObjectPool<Utf8JsonWriter> _writers = new(new WriterPolicy());
    private readonly DefaultObjectPool<FrameBuffer> _buffers = new(new BufferPolicy());

    public void Write<TState>(IBufferWriter<byte> output, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var json = _writers.Get();
        json.Reset(output);
        write(json, state);
        json.Flush();
        // Not in a finally: a writer that threw half-way is not worth keeping.
        _writers.Return(json);
    }

    /// <summary>What <paramref name="write"/> writes, as one text frame.</summary>
    public byte[] Frame<TState>(TState state, Action<Utf8JsonWriter, TState> write) =>
        Frames([state], write, static (json, state, write) => write(json, state));

    /// <summary>A text frame for each of <paramref name="items"/>, behind one another.</summary>
    public byte[] Frames<TItem, TState>(ReadOnlySpan<TItem> items, TState state, Action<Utf8JsonWriter, TItem, TState> write)
    {
        var buffer = _buffers.Get();
        foreach (var item in items)
        {
            buffer.BeginFrame();
            Write(buffer, (item, state, write), static (json, one) => one.write(json, one.item, one.state));
            buffer.EndFrame();
        }

        byte[] frames = buffer.ToFrames();
        _buffers.Return(buffer);
        return frames;
    }

    private sealed class WriterPolicy : PooledObjectPolicy<Utf8JsonWriter>
    {
        // Our JSON never stands inside HTML, and "é" as "\u00e9" would be three times as long.
        // Unvalidated, because what is written here is fixed by this code and its tests.
        private static readonly JsonWriterOptions Options = new()
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };

        public override Utf8JsonWriter Create() => new(Nowhere.Instance, Options);

        public override bool Return(Utf8JsonWriter obj)
        {
            // Lets go of the buffer it wrote to.
            obj.Reset(Nowhere.Instance);
            return true;
        }
    }

    private sealed class BufferPolicy : PooledObjectPolicy<FrameBuffer>
    {
        public override FrameBuffer Create() => new();

        public override bool Return(FrameBuffer obj) => obj.TryClear();
    }

    /// <summary>Where a writer that is not lent writes to: never. (A stream in its place would have the writer make a buffer for it.)</summary>
    private sealed class Nowhere : IBufferWriter<byte>
    {
        public static readonly Nowhere Instance = new();

        public void Advance(int count) => throw new InvalidOperationException("This writer is not lent.");

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException("This writer is not lent.");

        public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException("This writer is not lent.");
    }
}
