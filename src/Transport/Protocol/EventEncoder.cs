using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Protocol;

/// <summary>
/// Turns what a feed delivers into frames of <c>streaming.v1.json</c>. Whoever comes first with a batch or signal
/// encodes it; all other listeners on the node get the very same bytes.
/// </summary>
internal sealed class EventEncoder(JsonWriters writers)
{
    // An envelope's fixed text, timestamp and seq take some 120 bytes, ids rarely as much again.
    private const int EnvelopeHint = 256;

    /// <summary>One frame for each event, behind one another.</summary>
    public ReadOnlyMemory<byte> Frames(FeedBatch batch) =>
        batch.Encoded(WireFormat.WebSocketJson, (this, batch), static state => state.Item1.Encode(state.batch));

    public ReadOnlyMemory<byte> Frame(FeedSignal signal) =>
        signal.Encoded(WireFormat.WebSocketJson, (this, signal), static state => state.Item1.Encode(state.signal));

    public ReadOnlyMemory<byte> Frame(FeedReset reset)
    {
        var frame = new FrameBufferWriter(EnvelopeHint);
        writers.Write(frame, reset, EventJson.WriteReset);
        return frame.ToFrame();
    }

    /// <summary>Bytes that an event may take, for sizing buffers: rather a little too many.</summary>
    public static int SizeHint(RoomEvent logged) => logged is MessagePublished { Body: var body }
        ? EnvelopeHint + body.Data.Length + body.Metadata.Length
        : EnvelopeHint;

    private ReadOnlyMemory<byte> Encode(FeedBatch batch)
    {
        int sizeHint = 0;
        foreach (var logged in batch.Events)
            sizeHint += SizeHint(logged);

        var frames = new FrameBatchWriter(sizeHint);
        foreach (var logged in batch.Events)
        {
            frames.BeginFrame();
            writers.Write(frames, (batch.Room, batch.Epoch, logged), static (json, state) =>
                EventJson.WriteLogged(json, state.Room, state.Epoch, state.logged));
            frames.EndFrame();
        }

        return frames.ToFrames();
    }

    private ReadOnlyMemory<byte> Encode(FeedSignal signal)
    {
        var frame = new FrameBufferWriter(EnvelopeHint);
        writers.Write(frame, signal, static (json, signal) => EventJson.WriteEphemeral(json, signal.Room, signal.Event));
        return frame.ToFrame();
    }
}
