using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Redis.Peers;

/// <summary>Who is where and how, to Protocol Buffers and back.</summary>
internal static class RosterCodec
{
    public static Wire.UserStatus Encode(UserStatus status)
    {
        var wire = new Wire.UserStatus
        {
            Availability = Encode(status.Availability), Metadata = UnsafeByteOperations.UnsafeWrap(status.Metadata), Devices = (uint)status.Devices,
        };
        if (status.CustomStatus is { } custom)
            wire.CustomStatus = custom;
        if (status.Activity is { } activity)
            wire.Activity = activity;

        return wire;
    }

    public static UserStatus Decode(Wire.UserStatus wire) => new(
        Decode(wire.Availability),
        wire.HasCustomStatus ? wire.CustomStatus : null,
        wire.Metadata.Memory,
        wire.HasActivity ? wire.Activity : null,
        (Devices)wire.Devices);

    public static void Encode(ImmutableArray<RosterEntry> entries, RepeatedField<Wire.RosterEntry> into)
    {
        foreach (RosterEntry entry in entries)
            into.Add(new Wire.RosterEntry { User = entry.User.Value, Status = Encode(entry.Status) });
    }

    public static ImmutableArray<RosterEntry> Decode(RepeatedField<Wire.RosterEntry> wire)
    {
        var entries = ImmutableArray.CreateBuilder<RosterEntry>(wire.Count);
        foreach (Wire.RosterEntry entry in wire)
            entries.Add(new RosterEntry(new UserId(Whole.Text(entry.User)), Decode(Whole.Part(entry.Status))));

        return entries.MoveToImmutable();
    }

    /// <param name="count">Missing from a node of an earlier release, which names everybody.</param>
    public static RosterSnapshot Snapshot(long version, RepeatedField<Wire.RosterEntry> users, int? count) =>
        new(version, Decode(users)) { Count = count ?? users.Count };

    private static Wire.Availability Encode(Availability availability) => availability switch
    {
        Availability.Offline => Wire.Availability.Offline,
        Availability.Online => Wire.Availability.Online,
        Availability.Away => Wire.Availability.Away,
        Availability.Busy => Wire.Availability.Busy,
        _ => throw new InvalidOperationException($"peers.proto has no {availability}."),
    };

    private static Availability Decode(Wire.Availability availability) => availability switch
    {
        Wire.Availability.Offline => Availability.Offline,
        Wire.Availability.Online => Availability.Online,
        Wire.Availability.Away => Availability.Away,
        Wire.Availability.Busy => Availability.Busy,
        _ => throw new MalformedMessageException($"availability {(int)availability}"),
    };
}
