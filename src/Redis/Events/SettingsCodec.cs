using Google.Protobuf;
using Streaming.Actors.Rooms;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Events;

/// <summary>A room's settings, to Protocol Buffers and back.</summary>
internal static class SettingsCodec
{
    public static Wire.RoomSettings Encode(RoomSettings settings)
    {
        var wire = new Wire.RoomSettings
        {
            IsPrivate = settings.IsPrivate, IsDirect = settings.IsDirect, MaxMembers = settings.MaxMembers,
            Metadata = UnsafeByteOperations.UnsafeWrap(settings.Metadata), SlowMode = settings.SlowMode.Ticks, Delivery = (int)settings.Delivery,
            SampleInterval = settings.SampleInterval.Ticks,
        };
        if (settings.Name is { } name)
            wire.Name = name;
        if (settings.Description is { } description)
            wire.Description = description;
        if (settings.Category is { } category)
            wire.Category = category;
        wire.Tags.AddRange(settings.Tags);
        return wire;
    }

    /// <param name="wire">Null in what a release wrote that knew no settings.</param>
    public static RoomSettings Decode(Wire.RoomSettings? wire) => wire is null ? RoomSettings.Default : new RoomSettings
    {
        Name = wire.HasName ? wire.Name : null,
        Description = wire.HasDescription ? wire.Description : null,
        Category = wire.HasCategory ? wire.Category : null,
        IsPrivate = wire.IsPrivate,
        IsDirect = wire.IsDirect,
        MaxMembers = wire.MaxMembers,
        Tags = [.. wire.Tags],
        Metadata = wire.Metadata.Memory,
        SlowMode = TimeSpan.FromTicks(wire.SlowMode),
        Delivery = DecodeDelivery(wire.Delivery),
        SampleInterval = TimeSpan.FromTicks(wire.SampleInterval),
    };

    /// <exception cref="MalformedMessageException">No such policy.</exception>
    public static Delivery DecodeDelivery(int delivery) =>
        Enum.IsDefined((Delivery)delivery) ? (Delivery)delivery : throw new MalformedMessageException($"delivery {delivery}");
}
