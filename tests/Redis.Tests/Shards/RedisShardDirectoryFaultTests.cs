using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Shards;

/// <summary>What the directory in Redis does beyond its port: settings that must agree, restarts, and data that somebody has changed.</summary>
public sealed class RedisShardDirectoryFaultTests : IAsyncLifetime
{
    private const int Shards = 8;
    private static readonly RedisKeys Keys = new("t:");
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly RedisServer _redis = new();

    private IDatabase Database => _redis.Redis.GetDatabase();

    public Task InitializeAsync() => _redis.InitializeAsync();

    public Task DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Beat_OfANodeWithOtherSettings_IsRefused_InOneLineThatNamesBoth()
    {
        await Node("n1").BeatAsync(Long);
        DirectoryNode other = Node("n2", new AgreedSettings(Shards: 16));

        var refused = await Assert.ThrowsAsync<SettingsDisagreeException>(() => other.BeatAsync(Long));
        Assert.Contains("shards=16 format=1", refused.Message);
        Assert.Contains("shards=8 format=1", refused.Message);
        Assert.Contains("t:{cluster}:", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Single((await Node("n1").BeatAsync(Long)).Members);
    }

    [Fact]
    public async Task Beat_WhenNothingHasChanged_DoesNotReadTheOwners()
    {
        DirectoryNode first = Node("n1"), second = Node("n2");
        await first.BeatAsync(Long);
        await second.BeatAsync(Long);
        DirectoryView claimed = await first.ClaimAsync(0, 1, 2, 3, 4, 5, 6, 7);
        await second.BeatAsync(Long);
        long before = await CallsOfAsync("hgetall");

        for (int i = 0; i < 10; i++)
            Assert.Equal(claimed.Owners.AsEnumerable(), (await second.BeatAsync(Long)).Owners);

        // The members twice; the owners would be a third.
        Assert.Equal(20, await CallsOfAsync("hgetall") - before);
    }

    [Fact]
    public async Task Generation_AfterARestart_IsAnother()
    {
        DirectoryNode node = Node("n1");
        string before = (await node.BeatAsync(Long)).Generation;
        await RestartAsync();

        Assert.NotEqual(before, (await BeatWhenBackAsync(node, Long)).Generation);
    }

    [Fact]
    public async Task Restart_ThatLosesTheOwners_LeavesNoOldPictureBehind()
    {
        DirectoryNode node = Node("n1");
        await node.BeatAsync(Long);
        long before = (await node.ClaimAsync(0, 1, 2)).Owners[0]!.Value.Term;
        await RestartAsync();

        Assert.All((await BeatWhenBackAsync(node, Long)).Owners, static owner => Assert.Null(owner));
        Assert.True((await node.ClaimAboveAsync(before, 0)).Owners[0]!.Value.Term > before);
    }

    /// <summary>Nobody could say that he lived while the store was away: the first to come back must not find all others dead.</summary>
    [Fact]
    public async Task Restart_ThatKeepsTheData_GivesEveryMemberOneLeaseMore()
    {
        DirectoryNode first = Node("n1"), second = Node("n2");
        await first.BeatAsync(Short);
        await second.BeatAsync(Long);
        DirectoryView claimed = await first.ClaimAsync(0);
        await PassAsync(Short);

        // As if it had been saved by another server.
        await Database.HashSetAsync(Keys.About, "generation", "another");
        Assert.Equal(claimed.Owners.AsEnumerable(), (await second.BeatAsync(Long)).Owners);

        await PassAsync(Short);
        Assert.Null((await second.BeatAsync(Long)).Owners[0]);
    }

    /// <summary>Another server, with a clock that is behind: a lease is counted from now, and not from then.</summary>
    [Fact]
    public async Task Lease_WrittenByAClockThatWasAhead_RunsOutAllTheSame()
    {
        DirectoryNode first = Node("n1"), second = Node("n2");
        await first.BeatAsync(Short);
        string entry = (await Database.HashGetAsync(Keys.Members, "n1"))!;
        long until = long.Parse(entry.Split(' ')[0]);
        await Database.HashSetAsync(Keys.Members, "n1", entry.Replace($"{until}", $"{until + 3_600_000}"));

        DirectoryView view = await second.BeatAsync(Long);
        Assert.Equal(2, view.Members.Length);
        Assert.InRange(view.NextExpiry!.Value, TimeSpan.Zero, Short);
        await PassAsync(Short);
        Assert.Single((await second.BeatAsync(Long)).Members);
    }

    [Fact]
    public async Task Beat_OverDataThatSomebodyHasChanged_GoesOnWithTheRest()
    {
        DirectoryNode first = Node("n1"), second = Node("n2");
        await first.BeatAsync(Long);
        DirectoryView claimed = await first.ClaimAsync(3);
        await Database.HashSetAsync(Keys.Members, [new("x", "rubbish"), new("y", "1 2 3 life {}"), new("z", "99999999999999 60000 1 life {{{")]);
        await Database.HashSetAsync(Keys.Owners, [new("0", "rubbish"), new("999", "1 n1 life"), new("zero", "1 n1 life"), new("1", "")]);
        await Database.HashSetAsync(Keys.About, "version", "1");

        DirectoryView view = await second.BeatAsync(Long);
        Assert.Equal(["n1", "n2", "z"], view.Members.Select(static member => member.Node.Value));
        Assert.Equal(claimed.Owners.AsEnumerable(), view.Owners);
        Assert.Equal(second.Id, (await second.ClaimAsync(0)).Owners[0]!.Value.Node);
        Assert.Equal(second.Id, (await second.ClaimAsync(1)).Owners[1]!.Value.Node);
    }

    [Fact]
    public async Task Beat_OfAServerThatHasForgottenTheScripts_SendsThemAgain()
    {
        DirectoryNode node = Node("n1");
        await node.BeatAsync(Long);
        await Database.ExecuteAsync("SCRIPT", "FLUSH");

        Assert.Single((await node.BeatAsync(Long)).Members);
    }

    [Fact]
    public async Task Beat_WhileRedisIsAway_Throws_AndGoesOnWhenItIsBack()
    {
        DirectoryNode node = Node("n1");
        await node.BeatAsync(Long);
        await _redis.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => node.BeatAsync(Long));
        await _redis.StartAsync();

        Assert.Single((await BeatWhenBackAsync(node, Long)).Members);
    }

    private DirectoryNode Node(string id, AgreedSettings? settings = null) => new(
        new RedisShardDirectory(_redis.Redis, Keys, settings ?? new AgreedSettings(Shards), TimeProvider.System),
        new ClusterMember(new NodeId(id), "life-of-" + id, new MemberInfo()));

    private async Task RestartAsync()
    {
        await _redis.KillAsync();
        await _redis.StartAsync();
    }

    private static Task<DirectoryView> BeatWhenBackAsync(DirectoryNode node, TimeSpan ttl) =>
        Outage.OverAsync(TimeSpan.FromSeconds(15), () => node.BeatAsync(ttl));

    private Task PassAsync(TimeSpan time) => RedisServer.PassAsync(_redis.Redis.GetServers()[0], time);

    private async Task<long> CallsOfAsync(string command)
    {
        string stats = (await _redis.Redis.GetServers()[0].InfoRawAsync("commandstats"))!;
        string line = stats.Split('\n').Single(line => line.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal));
        return long.Parse(line.Split("calls=")[1].Split(',')[0]);
    }
}
