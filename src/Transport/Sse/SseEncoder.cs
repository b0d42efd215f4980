using System.Buffers;
using System.Text;
using System.Text.Json;
using Streaming.Actors.Feeds;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Sse;

/// <summary>
/// Turns what a feed delivers into server-sent events (HTML standard, "Server-sent events"), without their <c>id:</c>
/// lines: the text is the same for all listeners, the cursor of each is its own.
/// </summary>
internal sealed class SseEncoder(JsonWriters writers)
{
    // An envelope's fixed text, timestamp and seq take some 120 bytes, ids rarely as much again.
    private const int EnvelopeHint = 256;

    /// <summary>What ends an event. It occurs nowhere else: every line of an event begins with a field's name.</summary>
    public static ReadOnlySpan<byte> EventEnd => "\n\n"u8;

    /// <summary>One event for each of the batch, behind one another.</summary>
    public ReadOnlyMemory<byte> Events(FeedBatch batch) =>
        batch.Encoded(WireFormat.ServerSentEvents, (this, batch), static state => state.Item1.Encode(state.batch));

    public ReadOnlyMemory<byte> Event(FeedSignal signal) =>
        signal.Encoded(WireFormat.ServerSentEvents, (this, signal), static state => state.Item1.Encode(state.signal));

    public ReadOnlyMemory<byte> Event(SharedNotice notice) =>
        notice.Encoded(WireFormat.ServerSentEvents, (this, notice), static state =>
            state.Item1.Event("system"u8, state.notice.Notice, ServerJson.WriteNotice));

    /// <summary>An event for one listener alone.</summary>
    public byte[] Event<TState>(ReadOnlySpan<byte> type, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var output = new ArrayBufferWriter<byte>(EnvelopeHint);
        Append(output, new ArrayBufferWriter<byte>(EnvelopeHint), type, state, write);
        return output.WrittenSpan.ToArray();
    }

    private byte[] Encode(FeedBatch batch)
    {
        int sizeHint = 0;
        foreach (var logged in batch.Events)
            sizeHint += EnvelopeHint + (logged is MessagePublished { Body: var body } ? body.Data.Length + body.Metadata.Length : 0);

        var output = new ArrayBufferWriter<byte>(sizeHint);
        var json = new ArrayBufferWriter<byte>(sizeHint);
        foreach (var logged in batch.Events)
        {
            Append(output, json, EventJson.TypeOf(logged), (batch.Room, batch.Epoch, logged), static (writer, state) =>
                EventJson.WriteLogged(writer, state.Room, state.Epoch, state.logged));
            json.ResetWrittenCount();
        }

        return output.WrittenSpan.ToArray();
    }

    private byte[] Encode(FeedSignal signal) =>
        Event(EventJson.TypeOf(signal.Event), signal, static (json, signal) =>
            EventJson.WriteEphemeral(json, signal.Room, signal.Event));

    private void Append<TState>(
        ArrayBufferWriter<byte> output, ArrayBufferWriter<byte> json, ReadOnlySpan<byte> type, TState state,
        Action<Utf8JsonWriter, TState> write)
    {
        writers.Write(json, state, write);
        output.Write("event: "u8);
        output.Write(type);
        AppendData(output, json.WrittenSpan);
        output.Write(EventEnd);
    }

    // A line break in a field's value would end the field. In JSON they stand between tokens only, where the reader's
    // newline means the same, so the value is told line by line.
    private static void AppendData(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        foreach (var range in json.SplitAny((byte)'\r', (byte)'\n'))
        {
            var line = json[range];
            if (line.IsEmpty)
                continue;
            output.Write("\ndata: "u8);
            output.Write(line);
        }
    }
}
