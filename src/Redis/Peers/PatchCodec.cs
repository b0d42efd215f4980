using Google.Protobuf;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>A change of a room's settings, to Protocol Buffers and back.</summary>
internal static class PatchCodec
{
    public static Wire.UpdateRoom Encode(RoomPatch patch)
    {
        var wire = new Wire.UpdateRoom();
        if (patch.Name is { } name)
            wire.Name = name;
        if (patch.Description is { } description)
            wire.Description = description;
        if (patch.Category is { } category)
            wire.Category = category;
        if (patch.IsPrivate is { } isPrivate)
            wire.IsPrivate = isPrivate;
        if (patch.MaxMembers is { } max)
            wire.MaxMembers = max;
        if (patch.Tags is { } tags)
        {
            wire.Tags = new Wire.Tags();
            wire.Tags.Tags_.AddRange(tags);
        }

        if (patch.Metadata is { } metadata)
            wire.Metadata = UnsafeByteOperations.UnsafeWrap(metadata);
        if (patch.SlowMode is { } slow)
            wire.SlowMode = slow.Ticks;
        if (patch.Delivery is { } delivery)
            wire.Delivery = (int)delivery;
        if (patch.SampleInterval is { } interval)
            wire.SampleInterval = interval.Ticks;
        return wire;
    }

    public static RoomPatch Decode(Wire.UpdateRoom wire) => new()
    {
        Name = wire.HasName ? wire.Name : null,
        Description = wire.HasDescription ? wire.Description : null,
        Category = wire.HasCategory ? wire.Category : null,
        IsPrivate = wire.HasIsPrivate ? wire.IsPrivate : null,
        MaxMembers = wire.HasMaxMembers ? wire.MaxMembers : null,
        Tags = wire.Tags is { } tags ? [.. tags.Tags_] : null,
        Metadata = wire.HasMetadata ? wire.Metadata.Memory : (ReadOnlyMemory<byte>?)null,
        SlowMode = wire.HasSlowMode ? TimeSpan.FromTicks(wire.SlowMode) : null,
        Delivery = wire.HasDelivery ? SettingsCodec.DecodeDelivery(wire.Delivery) : null,
        SampleInterval = wire.HasSampleInterval ? TimeSpan.FromTicks(wire.SampleInterval) : null,
    };
}
