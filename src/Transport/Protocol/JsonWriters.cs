using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Streaming.Transport.Protocol;

/// <summary>Lends JSON writers: every message that leaves needs one, for microseconds.</summary>
internal sealed class JsonWriters
{
    private readonly DefaultObjectPool<Utf8JsonWriter> _pool = new(new Policy());

    public void Write<TState>(IBufferWriter<byte> output, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var json = _pool.Get();
        json.Reset(output);
        write(json, state);
        json.Flush();
        // Not in a finally: a writer that threw half-way is not worth keeping.
        _pool.Return(json);
    }

    private sealed class Policy : PooledObjectPolicy<Utf8JsonWriter>
    {
        // Our JSON never stands inside HTML, and "é" as "\u00e9" would be three times as long.
        // Unvalidated, because what is written here is fixed by this code and its tests.
        private static readonly JsonWriterOptions Options = new()
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };

        public override Utf8JsonWriter Create() => new(Stream.Null, Options);

        public override bool Return(Utf8JsonWriter obj)
        {
            // Lets go of the buffer it wrote to.
            obj.Reset(Stream.Null);
            return true;
        }
    }
}
