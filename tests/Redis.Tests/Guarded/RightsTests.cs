using StackExchange.Redis;
using Streaming.Redis.Connections;
using Streaming.Redis.Tests.Harness;
using Streaming.Support;

namespace Streaming.Redis.Tests.Guarded;

/// <summary>What operators are told to allow is what a node needs. That it is enough, all suites here show.</summary>
[Collection(GuardedCollection.Name)]
public sealed class RightsTests(GuardedRedis redis)
{
    /// <summary>What the client needs to come that far, to follow a Sentinel, and to listen.</summary>
    private static readonly string[] Connecting =
        ["+auth", "+hello", "+ping", "+echo", "+role", "+client|setname", "+client|id", "+eval", "+evalsha", "+subscribe", "+unsubscribe"];

    public static TheoryData<string> Needed =>
        [.. DocumentedRights.Read().Where(static word => word.StartsWith('+')).Except(Connecting).Select(static word => word[1..])];

    [Fact]
    public async Task Missing_WithTheDocumentedRights_IsNothing()
    {
        Assert.Empty(await RedisRights.MissingAsync(redis.Redis, GuardedRedis.NewKeys(), waits: false));
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public async Task Missing_WithoutOneOfThem_NamesIt(string command)
    {
        Assert.Equal([command], await MissingWithoutAsync(waits: false, "-" + command));
    }

    [Fact]
    public async Task Missing_ForReplicas_NamesWhatWaitingNeeds()
    {
        Assert.Equal(["wait", "client|info"], await MissingWithoutAsync(waits: true));
        Assert.Empty(await MissingWithoutAsync(waits: true, DocumentedRights.ForReplicas));
    }

    [Fact]
    public async Task Missing_OnOtherChannels_NamesWhatIsDoneThere()
    {
        Assert.Equal(["publish"], await MissingWithoutAsync(waits: false, "resetchannels", "&other:*"));
    }

    [Fact]
    public async Task Missing_OnOtherKeys_IsARefusal()
    {
        var refused = await Assert.ThrowsAsync<RedisServerException>(() => MissingWithoutAsync(waits: false, "resetkeys", "~other:*"));

        Assert.Contains("NOPERM", refused.Message);
    }

    /// <summary>The client asks a few things more, and does without an answer.</summary>
    [Fact]
    public async Task Connecting_WithTheDocumentedRights_IsRefusedOnlyWhatIsDocumentedAsMore()
    {
        await using ConnectionMultiplexer operating = await redis.OperateAsync(0);
        IServer server = operating.GetServers()[0];
        await server.ExecuteAsync("ACL", "LOG", "RESET");

        await using ConnectionMultiplexer connection = await redis.ConnectAsync();
        await connection.GetDatabase().PingAsync();

        var refused = (RedisResult[])(await server.ExecuteAsync("ACL", "LOG"))!;
        Assert.Empty(refused.Select(static one => (string)one.ToDictionary()["object"]!).Except(["cluster|nodes", "cluster|slots", "config|get"]));
    }

    private async Task<IReadOnlyList<string>> MissingWithoutAsync(bool waits, params string[] changes)
    {
        string user = $"user{Guid.NewGuid():n}";
        await using ConnectionMultiplexer operating = await redis.OperateAsync(0);
        await operating.GetServers()[0].ExecuteAsync(
            "ACL", ["SETUSER", user, "on", ">secret", .. DocumentedRights.Read(), .. changes]);
        await using ConnectionMultiplexer connection = await redis.ConnectAsync(0, user, "secret");
        return await RedisRights.MissingAsync(connection, GuardedRedis.NewKeys(), waits);
    }
}
