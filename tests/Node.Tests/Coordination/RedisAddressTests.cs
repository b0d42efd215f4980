using StackExchange.Redis;
using Streaming.Node.Coordination;

namespace Streaming.Node.Tests.Coordination;

public sealed class RedisAddressTests
{
    // A port that is left out is chosen when connecting: 6379, 6380 with TLS, 26379 for Sentinels.
    [Theory]
    [InlineData("redis://10.0.0.1", "10.0.0.1:0", null, null, false, null)]
    [InlineData("redis://:s%40cret@10.0.0.1:7000/3", "10.0.0.1:7000", null, "s@cret", false, 3)]
    [InlineData("redis://secret@10.0.0.1", "10.0.0.1:0", null, "secret", false, null)]
    [InlineData("rediss://app:secret@10.0.0.1,10.0.0.2:7000", "10.0.0.1:0 10.0.0.2:7000", "app", "secret", true, null)]
    [InlineData("10.0.0.1:7000,password=secret,ssl=true", "10.0.0.1:7000", null, "secret", true, null)]
    [InlineData("redis://10.0.0.1:26379?serviceName=mymaster&user=app", "10.0.0.1:26379", "app", null, false, null)]
    public void TryParse_Addresses_SayWhereAndWho(string text, string servers, string? user, string? password, bool tls, int? database)
    {
        var options = RedisAddress.TryParse(text)!;

        Assert.Equal(servers, string.Join(' ', options.EndPoints));
        Assert.Equal((user, password, tls, database), (options.User, options.Password, options.Ssl, options.DefaultDatabase));
    }

    [Fact]
    public void TryParse_Sentinels_AreAskedForTheirMaster()
    {
        Assert.Equal("mymaster", RedisAddress.TryParse("redis://10.0.0.1:26379,10.0.0.2:26379/?serviceName=mymaster")?.ServiceName);
    }

    [Theory]
    [InlineData("redis://")]
    [InlineData("redis://host:port")]
    [InlineData("redis://host/seven")]
    [InlineData("host:6379,pasword=typo")]
    [InlineData("password=secret")]
    [InlineData("redis://host?frobnicate=1")]
    public void TryParse_Others_AreNone(string text)
    {
        Assert.Null(RedisAddress.TryParse(text));
    }

    [Theory]
    [InlineData("redis://10.0.0.1:6379/0", "redis://10.0.0.1:6379/0")]
    [InlineData("redis://app:hush@10.0.0.1", "redis://app:***@10.0.0.1")]
    [InlineData("rediss://:h:u@sh@10.0.0.1,10.0.0.2", "rediss://:***@10.0.0.1,10.0.0.2")]
    [InlineData("redis://hush@10.0.0.1", "redis://***@10.0.0.1")]
    [InlineData("redis://10.0.0.1?password=hush&user=app", "redis://10.0.0.1?password=***&user=app")]
    [InlineData("10.0.0.1,Password=hush,sentinelPassword=hush", "10.0.0.1,Password=***,sentinelPassword=***")]
    [InlineData("10.0.0.1,user=app,password=hush", "10.0.0.1,user=app,password=***")]
    public void Mask_Addresses_KeepAllButThePassword(string text, string shown)
    {
        Assert.Equal(shown, RedisAddress.Mask(text));
    }
}
