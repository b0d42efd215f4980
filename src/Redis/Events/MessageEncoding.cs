using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Streaming.Actors.Rooms;

namespace Streaming.Redis.Events;

/// <summary>
/// A published message as <c>events.proto</c> has it, written by hand: of all events only these come in thousands, and on this way they need no
/// objects. The same bytes as <see cref="EventCodec"/> and Google's library give.
/// </summary>
internal readonly ref struct MessageEncoding
{
    private readonly MessagePublished _message;
    private readonly int _bodySize;
    private readonly int _publishedSize;

    public MessageEncoding(MessagePublished message)
    {
        _message = message;
        MessageBody body = message.Body;
        _bodySize = SizeOf(body.Data) + SizeOf(body.Metadata) + SizeOfOptional(body.ContentType) + SizeOfOptional(body.ThreadId);
        _publishedSize = 1 + SizeOf((ulong)_bodySize) + _bodySize + (message.IsRedacted ? 2 : 0);
        Size = (message.Seq == 0 ? 0 : 1 + SizeOf((ulong)message.Seq)) + (message.Timestamp.UtcTicks == 0 ? 0 : 1 + sizeof(long))
            + SizeOf(message.By.Value) + SizeOf(message.Request.Value) + SizeOf(message.Origin.Value)
            + 1 + SizeOf((ulong)_publishedSize) + _publishedSize;
    }

    /// <summary>In bytes.</summary>
    public int Size { get; }

    /// <param name="bytes">Of exactly <see cref="Size"/>.</param>
    public void WriteTo(Span<byte> bytes)
    {
        int at = 0;
        if (_message.Seq != 0)
        {
            WriteTag(bytes, ref at, Wire.RoomEvent.SeqFieldNumber, wireType: 0);
            WriteNumber(bytes, ref at, (ulong)_message.Seq);
        }

        if (_message.Timestamp.UtcTicks is not 0 and var ticks)
        {
            WriteTag(bytes, ref at, Wire.RoomEvent.TimestampFieldNumber, wireType: 1);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[at..], ticks);
            at += sizeof(long);
        }

        WriteText(bytes, ref at, Wire.RoomEvent.ByFieldNumber, _message.By.Value);
        WriteText(bytes, ref at, Wire.RoomEvent.RequestFieldNumber, _message.Request.Value);
        WriteText(bytes, ref at, Wire.RoomEvent.OriginFieldNumber, _message.Origin.Value);

        WriteLength(bytes, ref at, Wire.RoomEvent.MessagePublishedFieldNumber, _publishedSize);
        WriteLength(bytes, ref at, Wire.MessagePublished.BodyFieldNumber, _bodySize);
        MessageBody body = _message.Body;
        WriteBytes(bytes, ref at, Wire.MessageBody.DataFieldNumber, body.Data);
        WriteBytes(bytes, ref at, Wire.MessageBody.MetadataFieldNumber, body.Metadata);
        WriteOptional(bytes, ref at, Wire.MessageBody.ContentTypeFieldNumber, body.ContentType);
        WriteOptional(bytes, ref at, Wire.MessageBody.ThreadIdFieldNumber, body.ThreadId);

        if (_message.IsRedacted)
        {
            WriteTag(bytes, ref at, Wire.MessagePublished.IsRedactedFieldNumber, wireType: 0);
            WriteNumber(bytes, ref at, 1);
        }
    }

    // What is empty is left out, unless it is a field that may be there and empty. A tag is one byte: all numbers are below 16.
    private static int SizeOf(string? text) => string.IsNullOrEmpty(text) ? 0 : SizeOfOptional(text);

    private static int SizeOfOptional(string? text) => text is null ? 0 : SizeOfField(Encoding.UTF8.GetByteCount(text));

    private static int SizeOf(ReadOnlyMemory<byte> data) => data.IsEmpty ? 0 : SizeOfField(data.Length);

    private static int SizeOfField(int length) => 1 + SizeOf((ulong)length) + length;

    /// <summary>Seven bits a byte.</summary>
    private static int SizeOf(ulong number) => 1 + (BitOperations.Log2(number | 1) / 7);

    private static void WriteText(Span<byte> bytes, ref int at, int field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            WriteOptional(bytes, ref at, field, text);
    }

    private static void WriteOptional(Span<byte> bytes, ref int at, int field, string? text)
    {
        if (text is null)
            return;

        WriteLength(bytes, ref at, field, Encoding.UTF8.GetByteCount(text));
        at += Encoding.UTF8.GetBytes(text, bytes[at..]);
    }

    private static void WriteBytes(Span<byte> bytes, ref int at, int field, ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return;

        WriteLength(bytes, ref at, field, data.Length);
        data.Span.CopyTo(bytes[at..]);
        at += data.Length;
    }

    private static void WriteLength(Span<byte> bytes, ref int at, int field, int length)
    {
        WriteTag(bytes, ref at, field, wireType: 2);
        WriteNumber(bytes, ref at, (ulong)length);
    }

    private static void WriteTag(Span<byte> bytes, ref int at, int field, int wireType) => bytes[at++] = (byte)((field << 3) | wireType);

    private static void WriteNumber(Span<byte> bytes, ref int at, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes[at++] = (byte)(number | 0x80);
        bytes[at++] = (byte)number;
    }
}
