using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using Streaming.Actors.Feeds;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Benchmarks.Micro;

/// <summary>Encoding happens once per batch for all listeners of a node; reading once per message that a client sends.</summary>
public class CodecBenchmarks
{
    private readonly EventEncoder _encoder = new(new JsonWriters(), new FrameDeflater(new CompressionOptions()));

    private static readonly ImmutableArray<RoomEvent> One = Sample.Messages(1, 1);
    private static readonly ImmutableArray<RoomEvent> Many = Sample.Messages(1, 32);

    private readonly byte[] _clientMessage = Encoding.UTF8.GetBytes(
        $$$"""{"id":"c1-1234","type":"message","room_id":"lobby","data":{"text":"{{{new string('x', 189)}}}"},"metadata":{"client":"web"}}""");

    [Benchmark]
    public int EncodeOne() => Encode(One);

    [Benchmark]
    public int EncodeBatchOf32() => Encode(Many);

    [Benchmark]
    public bool ReadClientMessage() => ClientMessageReader.Read(_clientMessage).Message is not null;

    // A batch remembers its bytes, so each turn takes a new one; its events are made beforehand.
    private int Encode(ImmutableArray<RoomEvent> events) => _encoder.Frames(new FeedBatch(Sample.Room, Sample.Epoch, events)).Length;
}
