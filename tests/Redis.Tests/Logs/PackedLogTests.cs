using System.Collections.Immutable;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Contracts;
using Streaming.Redis.Logs;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Logs;

/// <summary>What is in Redis when the oldest part of a log is in blocks. What readers see of it is in the contract.</summary>
public sealed class PackedLogTests : IClassFixture<RedisServer>, IAsyncLifetime
{
    private const int Keep = 100;
    private static readonly RoomId Room = new("lobby");

    private readonly RedisServer _redis;
    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");
    private readonly LogUnderTest _under;
    private RoomWriter _writer;

    public PackedLogTests(RedisServer redis)
    {
        _redis = redis;
        _under = RedisRoomLogTests.LogOn(redis.Redis, _keys);
    }

    private IRoomLog Log => _under.Log;

    private IDatabase Database => _redis.Redis.GetDatabase();

    private RedisKey Stream => _keys.LogOf(_writer.Shard, Room);

    private RedisKey About => _keys.AboutLogOf(_writer.Shard, Room);

    private RedisKey Packed => _keys.PackedOf(_writer.Shard, Room);

    private RedisKey Redacted => _keys.RedactedOf(_writer.Shard, Room);

    public async Task InitializeAsync() => _writer = await _under.ClaimAsync(Room);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Pack_PutsWholeBlocks_InThePlaceOfEntries()
    {
        await WriteAsync(900);

        Assert.Equal(3, await PackAsync());

        Assert.Equal(["256-0", "512-0", "768-0"], (await Database.StreamRangeAsync(Packed)).Select(static one => (string)one.Id!));
        Assert.Equal("769-0", (string)(await Database.StreamRangeAsync(Stream, count: 1))[0].Id!);
        Assert.Equal(900 - 768, await Database.StreamLengthAsync(Stream));
        Assert.Equal(0, await PackAsync());
    }

    [Fact]
    public async Task Pack_TakesLessThanHalfOfWhatTheEntriesDid()
    {
        await WriteAsync(2_000);
        long before = await MemoryOfAsync(Stream);
        await PackAsync();

        Assert.InRange(await MemoryOfAsync(Stream) + await MemoryOfAsync(Packed), 1, before / 2);
    }

    [Fact]
    public async Task Pack_StopsAtWhatTheSnapshotHolds()
    {
        await WriteAsync(900, snapshot: 600);

        Assert.Equal(2, await PackAsync());
    }

    [Fact]
    public async Task Pack_WithoutASnapshot_OrOfAShortLog_DoesNothing()
    {
        await WriteAsync(355);
        Assert.Equal(0, await PackAsync());

        await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, 355, Sample.Messages(356, 356)), default);
        Assert.Equal(1, await PackAsync());
    }

    [Fact]
    public async Task Pack_OfLargeEvents_MakesBlocksThatAreBounded()
    {
        // Bytes that cannot be compressed, as they come in hexadecimal at best.
        string text = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(25_000));
        for (int seq = 1; seq <= 400; seq++)
            await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, seq - 1, [Sample.Message(seq, text)]), default);
        await SnapshotAsync(400);

        await PackAsync();

        StreamEntry[] blocks = await Database.StreamRangeAsync(Packed);
        Assert.InRange(blocks.Length, 8, 20);
        Assert.All(blocks, static block => Assert.InRange(((byte[])block.Values[0].Value!).Length, 1, LogBlock.MaxBytes));
        LogPage page = await Log.ReadAsync(Room, new LogRange(0, 30, 100, NewestFirst: false), default);
        Content.AssertSame(Enumerable.Range(1, 29).Select(seq => Sample.Message(seq, text)), page.Events);
    }

    [Fact]
    public async Task Redaction_BeforePacking_IsGoneForGood()
    {
        await WriteAsync(400);
        await RedactAsync(400, 5);
        await PackAsync();
        await Database.KeyDeleteAsync(Redacted); // as if nobody remembered

        Assert.Equal([5L], await RedactedAsync());
    }

    [Fact]
    public async Task Redaction_Trimmed_LeavesNoTrace()
    {
        await WriteAsync(400);
        await RedactAsync(400, 5, 390);
        await SnapshotAsync(401);
        await Log.TrimAsync(_writer, 380, default);
        Assert.Equal([(RedisValue)"390"], await Database.SortedSetRangeByScoreAsync(Redacted));
    }

    [Fact]
    public async Task Trim_BeyondTheBlocks_LeavesNone()
    {
        await WriteAsync(900);
        await PackAsync();
        await Log.TrimAsync(_writer, 600, default);
        Assert.Equal(["768-0"], (await Database.StreamRangeAsync(Packed)).Select(static one => (string)one.Id!));

        await Log.TrimAsync(_writer, 769, default);
        Assert.False(await Database.KeyExistsAsync(Packed));
        Content.AssertSame(Sample.Messages(769, 900), (await AllAsync()).Events);
    }

    public static TheoryData<string> Changes => new() { "term", "epoch", "first", "redactions", "repeated", "end" };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Pack_WhereSomethingHasChangedSince_ChangesNothing(string what)
    {
        await WriteAsync(900);
        await RedactAsync(900, 7);
        (byte[] block, _) = LogBlock.Encode(new byte[]?[256]);
        RedisValue[] values = [_writer.Term, Sample.Epoch.Value, 1, 256, 1, block];
        switch (what)
        {
            case "term":
                values[0] = _writer.Term - 1;
                break;
            case "epoch":
                values[1] = "another";
                break;
            case "first":
                values[2] = 2;
                break;
            case "redactions":
                values[4] = 0;
                break;
            case "end":
                values[3] = 901;
                break;
            default:
                Assert.Equal(1, await PackAsync(rounds: 1));
                break;
        }

        RedisResult packed = await new RedisScript("Logs.pack.lua").RunAsync(
            Database, [_keys.FenceOf(_writer.Shard), Stream, About, Packed], values);

        Assert.Equal(0, (int)packed);
        LogPage page = await AllAsync();
        Assert.Equal(901, page.Events.Length);
        Assert.Empty(page.Events.OfType<EntryUnreadable>());
    }

    [Theory]
    [InlineData("scribbled")]
    [InlineData("cut")]
    [InlineData("newer")]
    [InlineData("deleted")]
    [InlineData("long")]
    public async Task Block_EditedByHand_IsPassedOver_AndTheRoomGoesOn(string how)
    {
        await WriteAsync(900);
        await PackAsync();
        StreamEntry[] blocks = await Database.StreamRangeAsync(Packed);
        await Database.KeyDeleteAsync(Packed);
        foreach (StreamEntry block in blocks)
        {
            byte[] bytes = block.Values[0].Value!;
            byte[]? edited = (block.Id == "512-0", how) switch
            {
                (false, _) => bytes,
                (_, "scribbled") => [1, 0, 1, 0, 0, 0, 1, 0, 0, .. "hello"u8],
                (_, "cut") => bytes[..^9],
                (_, "newer") => [9, .. bytes.AsSpan(1)],
                (_, "long") => [1, 0, 1, 0, 0, 0xff, 0xff, 0xff, 0x7f, .. bytes.AsSpan(9)],
                _ => null,
            };
            if (edited is not null)
                await Database.StreamAddAsync(Packed, "b", edited, block.Id);
        }

        LogPage page = await AllAsync();

        Assert.Equal(Enumerable.Range(1, 900).Select(static seq => (long)seq), page.Events.Select(static e => e.Seq));
        Assert.Equal(Enumerable.Range(257, 256).Select(static seq => (long)seq), page.Events.OfType<EntryUnreadable>().Select(static e => e.Seq));
        Assert.Equal(AppendResult.Appended, await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, 900, Sample.Messages(901, 901)), default));
    }

    [Fact]
    public async Task Log_ThatWasDeletedByHand_BeginsAnew_WithoutItsBlocks()
    {
        await WriteAsync(900);
        await RedactAsync(900, 5);
        await PackAsync();
        await Database.KeyDeleteAsync(Stream);

        Assert.Null((await AllAsync()).Epoch);
        await Log.AppendAsync(new RoomAppend(_writer, new Epoch("e2"), 0, Sample.Messages(1, 700)), default);
        Content.AssertSame(Sample.Messages(1, 700), (await AllAsync()).Events);
        await Log.SaveSnapshotAsync(_writer, new RoomSnapshot(RoomState.Absent(Room, new Epoch("e2")) with { Head = 700 }, []), default);
        Assert.Equal(2, await PackAsync());
        Content.AssertSame(Sample.Messages(1, 700), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Verification_OfAPackedLog_FindsNothing()
    {
        int last = Sample.OneOfEach.Length;
        await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, 0, Sample.OneOfEach), default);
        await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, last, Sample.Messages(last + 1, 900)), default);
        RoomState state = Sample.OneOfEach.AddRange(Sample.Messages(last + 1, 900))
            .Aggregate(RoomState.Absent(Room, Sample.Epoch), static (room, e) => room.Apply(e));
        await Log.SaveSnapshotAsync(_writer, new RoomSnapshot(state, []), default);
        await RedactAsync(900, 4);
        Assert.Equal(3, await PackAsync());

        LogVerification found = await new LogVerifier(Log).VerifyAsync(Room, owner: null, default);

        Assert.Empty(found.Findings);
        Assert.Equal(901, found.Entries);
    }

    [Fact]
    public async Task Delete_LeavesNoKeyOfTheRoom()
    {
        await WriteAsync(900);
        await RedactAsync(900, 5);
        await PackAsync();
        await Log.DeleteAsync(_writer, Sample.Epoch, 901, default);

        foreach (RedisKey key in (RedisKey[])[Stream, About, Packed, Redacted, _keys.SnapshotOf(_writer.Shard, Room), _keys.AgesOf(_writer.Shard)])
            Assert.False(await Database.KeyExistsAsync(key), key);
    }

    [Fact]
    public async Task Append_OfAMessage_CostsWhatItDid()
    {
        await WriteAsync(900);
        await RedactAsync(900, 5);
        await PackAsync();
        IServer server = _redis.Redis.GetServers().Single();
        await server.ExecuteAsync("CONFIG", "RESETSTAT");

        await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, 901, Sample.Messages(902, 902)), default);

        var stats = (await server.InfoAsync("commandstats")).SelectMany(static section => section)
            .ToDictionary(static one => one.Key, static one => one.Value.Split(',')[0]);
        Assert.Equal(("calls=2", "calls=1", "calls=1"), (stats["cmdstat_hmget"], stats["cmdstat_xadd"], stats["cmdstat_hset"]));
        Assert.DoesNotContain(stats.Keys, static key => key.StartsWith("cmdstat_z", StringComparison.Ordinal));
    }

    private async Task WriteAsync(int messages, int? snapshot = null)
    {
        for (int seq = 1; seq <= messages; seq++)
            await Log.AppendAsync(new RoomAppend(_writer, Sample.Epoch, seq - 1, Sample.Messages(seq, seq)), default);

        await SnapshotAsync(snapshot ?? messages);
    }

    private async Task SnapshotAsync(long head) => await Log.SaveSnapshotAsync(
        _writer, new RoomSnapshot(RoomState.Absent(Room, Sample.Epoch) with { Head = head, Owner = Sample.Ann }, []), default);

    private async Task RedactAsync(long expected, params long[] seqs) => Assert.Equal(AppendResult.Appended, await Log.AppendAsync(
        new RoomAppend(_writer, Sample.Epoch, expected, Sample.Messages(expected + 1, expected + 1)) { Redacts = [.. seqs] }, default));

    private async Task<IEnumerable<long>> RedactedAsync() =>
        (await AllAsync()).Events.OfType<MessagePublished>().Where(static e => e.IsRedacted).Select(static e => e.Seq);

    private async Task<LogPage> AllAsync() => await Log.ReadAsync(Room, LogRange.Following(0, int.MaxValue), default);

    private async Task<int> PackAsync(int rounds = int.MaxValue)
    {
        int packed = 0;
        while (packed < rounds && await Log.PackAsync(_writer, Keep, default))
            packed++;
        return packed;
    }

    private async Task<long> MemoryOfAsync(RedisKey key) => (long)await Database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", "0");
}
