using System.Collections.Immutable;
using System.Globalization;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomDirectoryContract
{
    [Fact]
    public async Task Markers_AreReadForWhomTheyAreAskedFor()
    {
        DirectoryUnderTest directory = Create();
        IReadMarkers markers = directory.Directory.Markers;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await markers.RaiseAsync(writer, [new ReadMarker(Ann, 5), new ReadMarker(Bob, 1L << 52)], None);
        await markers.RaiseAsync(writer with { Room = directory.Neighbour(Lobby) }, [new ReadMarker(Ann, 9)], None);

        Same([new ReadMarker(Bob, 1L << 52)], await markers.ReadAsync(Lobby, [new UserId("cy"), Bob], None));
        Same([new ReadMarker(Ann, 5)], await markers.ReadAsync(Lobby, [Ann], None));
        Assert.Empty(await markers.ReadAsync(Lobby, [], None));
        Assert.Empty(await markers.ReadAsync(directory.Stranger(Lobby), [Ann], None));
    }

    [Fact]
    public async Task Markers_OnlyMoveForward()
    {
        DirectoryUnderTest directory = Create();
        IReadMarkers markers = directory.Directory.Markers;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await markers.RaiseAsync(writer, [new ReadMarker(Ann, 9), new ReadMarker(Bob, 2)], None);
        await markers.RaiseAsync(writer, [new ReadMarker(Ann, 5), new ReadMarker(Bob, 10)], None);

        Same([new ReadMarker(Ann, 9), new ReadMarker(Bob, 10)], await markers.ReadAsync(Lobby, [Ann, Bob], None));
    }

    [Fact]
    public async Task Markers_OfARoomOfThousands_AreStoredAtOnce()
    {
        DirectoryUnderTest directory = Create();
        IReadMarkers markers = directory.Directory.Markers;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        ImmutableArray<ReadMarker> many =
            [.. Enumerable.Range(1, 5_000).Select(static i => new ReadMarker(new UserId(string.Create(CultureInfo.InvariantCulture, $"u{i}")), i))];
        await markers.RaiseAsync(writer, many, None);

        ImmutableArray<ReadMarker> some = [.. many.TakeLast(IReadMarkers.MaxUsers)];
        Same(some, await markers.ReadAsync(Lobby, [.. some.Select(static one => one.User)], None));
        await markers.RemoveAsync(writer, [.. many.Select(static one => one.User)], None);
        Assert.Empty(await markers.ReadAsync(Lobby, [.. some.Select(static one => one.User)], None));
    }

    [Fact]
    public async Task Markers_OfThoseWhoLeave_Go_AndBeginAnew()
    {
        DirectoryUnderTest directory = Create();
        IReadMarkers markers = directory.Directory.Markers;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await markers.RaiseAsync(writer, [new ReadMarker(Ann, 9), new ReadMarker(Bob, 2)], None);
        await markers.RemoveAsync(writer, [Ann], None);
        Same([new ReadMarker(Bob, 2)], await markers.ReadAsync(Lobby, [Ann, Bob], None));

        await markers.RaiseAsync(writer, [new ReadMarker(Ann, 3)], None);
        Same([new ReadMarker(Ann, 3)], await markers.ReadAsync(Lobby, [Ann], None));
    }

    [Fact]
    public async Task Markers_GoWithTheirRoom_AndNoOther()
    {
        DirectoryUnderTest directory = Create();
        IReadMarkers markers = directory.Directory.Markers;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        RoomWriter neighbour = writer with { Room = directory.Neighbour(Lobby) };
        await markers.RaiseAsync(writer, [new ReadMarker(Ann, 9), new ReadMarker(Bob, 2)], None);
        await markers.RaiseAsync(neighbour, [new ReadMarker(Ann, 9)], None);
        await markers.RemoveAllAsync(writer, None);
        await markers.RemoveAllAsync(writer, None);

        Assert.Empty(await markers.ReadAsync(Lobby, [Ann, Bob], None));
        Assert.Single(await markers.ReadAsync(neighbour.Room, [Ann], None));
    }

    [Fact]
    public async Task Markers_OfAnEarlierTerm_AreIgnored()
    {
        DirectoryUnderTest directory = Create();
        IReadMarkers markers = directory.Directory.Markers;
        RoomWriter before = await directory.ClaimAsync(Lobby);
        await markers.RaiseAsync(before, [new ReadMarker(Ann, 9)], None);
        await directory.ClaimAsync(Lobby);

        await markers.RaiseAsync(before, [new ReadMarker(Ann, 12), new ReadMarker(Bob, 12)], None);
        await markers.RemoveAsync(before, [Ann], None);
        await markers.RemoveAllAsync(before, None);
        Same([new ReadMarker(Ann, 9)], await markers.ReadAsync(Lobby, [Ann, Bob], None));
    }
}
