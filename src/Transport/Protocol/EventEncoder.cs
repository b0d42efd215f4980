using Streaming.Actors.Feeds;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.Protocol;

/// <summary>
/// Turns what a feed delivers into frames of <c>streaming.v1.json</c>. Whoever comes first with a batch or signal
/// encodes it; all other listeners on the node get the very same bytes.
/// </summary>
internal sealed class EventEncoder(JsonWriters writers, FrameDeflater deflater)
{
    /// <summary>One frame for each event, behind one another.</summary>
    public ReadOnlyMemory<byte> Frames(FeedBatch batch) =>
        batch.Encoded(WireFormat.WebSocketJson, (this, batch), static state => state.Item1.Encode(state.batch));

    public ReadOnlyMemory<byte> Frame(FeedSignal signal) =>
        signal.Encoded(WireFormat.WebSocketJson, (this, signal), static state => state.Item1.Encode(state.signal));

    public ReadOnlyMemory<byte> Frame(SharedNotice notice) =>
        notice.Encoded(WireFormat.WebSocketJson, (writers, notice), static state =>
            state.writers.Frame(state.notice.Notice, ServerJson.WriteNotice));

    public ReadOnlyMemory<byte> Frame(SharedPresence presence) =>
        presence.Encoded(WireFormat.WebSocketJson, (writers, presence), static state =>
            state.writers.Frame(state.presence.User, PresenceJson.WriteUpdate));

    public ReadOnlyMemory<byte> Frame(FeedReset reset) => writers.Frame(reset, EventJson.WriteReset);

    public ReadOnlyMemory<byte> Frame(FeedSkip skip) => writers.Frame(skip, EventJson.WriteSkip);

    /// <summary>What was encoded of <paramref name="shared"/>, compressed: once for all listeners that take it so.</summary>
    public ReadOnlyMemory<byte> Deflated(SharedEncoding shared, ReadOnlyMemory<byte> frames) => deflater.IsWorthIt(frames)
        ? shared.Encoded(WireFormat.WebSocketDeflatedJson, (deflater, frames), static state => state.deflater.Deflate(state.frames))
        : frames;

    private byte[] Encode(FeedBatch batch) =>
        writers.Frames(batch.Events.AsSpan(), batch, static (json, logged, batch) =>
            EventJson.WriteLogged(json, batch.Room, batch.Epoch, logged));

    private byte[] Encode(FeedSignal signal) =>
        writers.Frame(signal, static (json, signal) => EventJson.WriteEphemeral(json, signal.Room, signal.Event));
}
