using Google.Protobuf;
using Streaming.Actors.Rooms;

namespace Streaming.Redis.Events;

internal static class BodyCodec
{
    public static Wire.MessageBody Encode(MessageBody body)
    {
        var wire = new Wire.MessageBody
        {
            Data = UnsafeByteOperations.UnsafeWrap(body.Data), Metadata = UnsafeByteOperations.UnsafeWrap(body.Metadata),
        };
        if (body.ContentType is { } type)
            wire.ContentType = type;
        if (body.ThreadId is { } thread)
            wire.ThreadId = thread;

        return wire;
    }

    public static MessageBody Decode(Wire.MessageBody wire) => new(
        wire.Data.Memory, wire.Metadata.Memory, wire.HasContentType ? wire.ContentType : null, wire.HasThreadId ? wire.ThreadId : null);
}
