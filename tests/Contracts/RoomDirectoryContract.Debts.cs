using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomDirectoryContract
{
    [Fact]
    public async Task Debts_AreReadWithTheirShard()
    {
        DirectoryUnderTest directory = Create();
        IDirectoryDebts debts = directory.Directory.Debts;
        RoomWriter lobby = await directory.ClaimAsync(Lobby);
        RoomWriter neighbour = lobby with { Room = directory.Neighbour(Lobby) };
        RoomWriter stranger = await directory.ClaimAsync(directory.Stranger(Lobby));
        await debts.OweAsync(lobby, 0, 2, None);
        await debts.OweAsync(neighbour, 1L << 52, (1L << 52) + 1, None);
        await debts.OweAsync(stranger, 5, 6, None);

        Same(
            [new DirectoryDebt(Lobby, 0, 2), new DirectoryDebt(neighbour.Room, 1L << 52, (1L << 52) + 1)],
            await debts.ReadAsync(lobby.Shard, None));
        Same([new DirectoryDebt(stranger.Room, 5, 6)], await debts.ReadAsync(stranger.Shard, None));
    }

    [Fact]
    public async Task Debts_OfARoom_GrowTogether()
    {
        DirectoryUnderTest directory = Create();
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await directory.Directory.Debts.OweAsync(writer, 5, 6, None);
        await directory.Directory.Debts.OweAsync(writer, 9, 12, None);
        await directory.Directory.Debts.OweAsync(writer, 7, 8, None);

        Same([new DirectoryDebt(Lobby, 5, 12)], await directory.Directory.Debts.ReadAsync(writer.Shard, None));
    }

    [Fact]
    public async Task Debts_PaidInPart_AreOwedForTheRest()
    {
        DirectoryUnderTest directory = Create();
        IDirectoryDebts debts = directory.Directory.Debts;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await debts.OweAsync(writer, 5, 6, None);
        await debts.OweAsync(writer, 9, 12, None);

        await debts.PayAsync(writer, 5, 10, None);
        Same([new DirectoryDebt(Lobby, 10, 12)], await debts.ReadAsync(writer.Shard, None));
        await debts.PayAsync(writer, 5, 7, None);
        Same([new DirectoryDebt(Lobby, 10, 12)], await debts.ReadAsync(writer.Shard, None));
        await debts.PayAsync(writer, 5, 12, None);
        Assert.Empty(await debts.ReadAsync(writer.Shard, None));
        await debts.PayAsync(writer, 5, 12, None);
        Assert.Empty(await debts.ReadAsync(writer.Shard, None));
    }

    /// <summary>What an owner before left, the next has perhaps not read of when it pays for its own.</summary>
    [Theory]
    [InlineData(2, 8, 2)]
    [InlineData(4, 8, 4)]
    [InlineData(2, 5, 8)]
    [InlineData(8, 9, 8)]
    [InlineData(9, 12, 8)]
    public async Task Debts_OfBefore_AreNotPaidWithLaterOnes(long after, long upTo, long restUpTo)
    {
        DirectoryUnderTest directory = Create();
        IDirectoryDebts debts = directory.Directory.Debts;
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await debts.OweAsync(writer, 1, 8, None);

        await debts.PayAsync(writer, after, upTo, None);
        Same([new DirectoryDebt(Lobby, 1, restUpTo)], await debts.ReadAsync(writer.Shard, None));
        await debts.PayAsync(writer, 1, 8, None);
        Assert.Empty(await debts.ReadAsync(writer.Shard, None));
    }

    [Fact]
    public async Task Debts_OfAnEarlierTerm_AreReadInTheNext_AndNotPaidInTheEarlier()
    {
        DirectoryUnderTest directory = Create();
        IDirectoryDebts debts = directory.Directory.Debts;
        RoomWriter before = await directory.ClaimAsync(Lobby);
        await debts.OweAsync(before, 0, 2, None);
        RoomWriter now = await directory.ClaimAsync(Lobby);

        await debts.PayAsync(before, 0, 2, None);
        await debts.OweAsync(before, 0, 9, None);
        Same([new DirectoryDebt(Lobby, 0, 2)], await debts.ReadAsync(now.Shard, None));

        await debts.PayAsync(now, 0, 2, None);
        Assert.Empty(await debts.ReadAsync(now.Shard, None));
    }

    [Fact]
    public async Task Debts_OfAShardThatIsGivenUp_Stay()
    {
        DirectoryUnderTest directory = Create();
        RoomWriter writer = await directory.ClaimAsync(Lobby);
        await directory.Directory.Debts.OweAsync(writer, 0, 2, None);
        await directory.SealAsync(writer);
        await directory.Directory.Debts.PayAsync(writer, 0, 2, None);

        Same([new DirectoryDebt(Lobby, 0, 2)], await directory.Directory.Debts.ReadAsync(writer.Shard, None));
    }
}
