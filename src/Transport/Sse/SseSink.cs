using System.Buffers;
using System.Text;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Connections;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Sse;

/// <summary>
/// Puts what a session's rooms deliver into the outbox of a stream, each logged event with the cursor that goes on
/// behind it. Rooms deliver at the same time, so cursor and outbox are moved together, under one lock: an <c>id:</c>
/// never promises more than stands before it.
/// </summary>
internal sealed class SseSink(SseEncoder encoder, SseConnection connection) : IClientSink
{
    private readonly Lock _lock = new();
    private readonly ReplayTurns _replays = new();
    private readonly SseCursor _cursor = new();
    private volatile bool _isWelcomed;

    /// <summary>The stream stands here in this room before anything is delivered.</summary>
    public void StartAt(RoomId room, Epoch epoch, long seq)
    {
        lock (_lock)
            _cursor.Advance(room, epoch, seq);
    }

    /// <summary>An event of the stream itself, with the cursor as it is.</summary>
    public void SendMarked(ReadOnlyMemory<byte> one)
    {
        lock (_lock)
        {
            var output = new ArrayBufferWriter<byte>(one.Length + 128);
            AppendMarked(output, one.Span);
            connection.Send(output.WrittenMemory);
        }
    }

    /// <summary>The first event has been sent: what is not of a room may follow it.</summary>
    public void Welcomed() => _isWelcomed = true;

    /// <summary>An event that moves nothing.</summary>
    public void SendUnmarked(ReadOnlyMemory<byte> one) => connection.Send(one);

    public void Send(FeedBatch batch)
    {
        var events = encoder.Events(batch).Span;
        lock (_lock)
        {
            var output = new ArrayBufferWriter<byte>(events.Length + (batch.Events.Length * 128));
            foreach (RoomEvent logged in batch.Events)
            {
                int length = events.IndexOf(SseEncoder.EventEnd) + SseEncoder.EventEnd.Length;
                _cursor.Advance(batch.Room, batch.Epoch, logged.Seq);
                AppendMarked(output, events[..length]);
                events = events[length..];
            }

            connection.Send(output.WrittenMemory);
        }
    }

    public void Send(FeedSignal signal) => connection.Send(encoder.Event(signal));

    public void Send(FeedReset reset)
    {
        lock (_lock)
        {
            _cursor.Advance(reset.Room, reset.Epoch, reset.Position);
            SendMarked(encoder.Event("system"u8, reset, EventJson.WriteReset));
        }
    }

    public void Send(FeedSkip skip) => connection.Send(encoder.Event("system"u8, skip, EventJson.WriteSkip));

    public bool IsBehind => connection.Outbox.IsBehind();

    // Before the welcome there is no response that an event could stand in.
    public void Send(SharedNotice notice)
    {
        if (_isWelcomed)
            connection.Send(encoder.Event(notice));
    }

    public ValueTask ReadyForReplayAsync() => _replays.WaitAsync(connection.Outbox);

    public void ReplayEnded() => _replays.End();

    public void Fail() => connection.Close(CloseReason.InternalError);

    // A stream's session has no token that anyone was told, so nobody can take it over.
    public void Replace() => connection.Close(CloseReason.Replaced);

    public void Expel(string reason) => connection.Close(CloseReason.Expelled(reason));

    private void AppendMarked(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> one)
    {
        output.Write("id: "u8);
        string cursor = _cursor.ToString();
        Encoding.UTF8.GetBytes(cursor, output);
        output.Write("\n"u8);
        output.Write(one);
    }
}
