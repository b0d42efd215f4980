using System.Diagnostics;
using Streaming.Node;
using Streaming.Support;
using Streaming.Transport.Tests;

namespace Streaming.Cluster.Tests;

/// <summary>A node that cannot use its Redis says why in one line, within five seconds.</summary>
public sealed class StartTests(StartTests.PlainRefusal plain) : IClassFixture<StartTests.PlainRefusal>
{
    private TimeSpan Soon => TimeSpan.FromSeconds(5) + (6 * plain.Took);

    [Fact]
    public async Task Start_NobodyAtTheAddress_IsRefused()
    {
        Assert.Contains("cannot be reached", await RefuseAsync("127.0.0.1:1"));
    }

    [Fact]
    public async Task Start_BeforeItsRedis_SaysSoOnce_AndWaits()
    {
        await using var redis = new RedisProcess();
        await using var node = NodeProcess.Launch(
            ["--Streaming:Redis:Configuration", $"127.0.0.1:{redis.Port}", "--Streaming:Redis:StartTimeout=1m", "--urls", "http://127.0.0.1:0"]);
        var clock = Stopwatch.StartNew();
        await Eventually.HoldsAsync(() => node.Errors.Count > 0);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
        Assert.EndsWith("cannot be reached: Connection refused; trying again for at most 60 s", node.Errors[0]);

        await redis.StartAsync();

        await Eventually.HoldsAsync(() => node.Output.Contains("Rooms are open", StringComparison.Ordinal));
        Assert.Single(node.Errors);
    }

    [Theory]
    [InlineData("", "asks for a password, and there is none in the address")]
    [InlineData(":wrong@", "does not take this user and password")]
    [InlineData("nobody:secret@", "does not take this user and password")]
    public async Task Start_WrongPassword_IsRefusedAtOnce(string credentials, string why)
    {
        await using var redis = new RedisProcess("--requirepass", "secret");
        await redis.StartAsync();

        string line = await RefuseAsync($"redis://{credentials}127.0.0.1:{redis.Port}", "--Streaming:Redis:StartTimeout=1m");

        Assert.EndsWith(why, line);
        Assert.DoesNotContain("wrong@", line);
    }

    [Theory]
    [InlineData("-info", "does not let this user run info on the node's keys and channels; docs/operations.md has the rights of a node")]
    [InlineData("-evalsha -xadd -publish", "does not let this user do what a node has to (")]
    [InlineData("resetchannels", "does not let this user run publish on the node's keys and channels")]
    [InlineData("-subscribe", "does not let this user do what a node has to (")]
    public async Task Start_UserWithoutARight_IsRefusedAtOnce(string without, string why)
    {
        await using var redis = new RedisProcess(["--user", "app", "on", ">secret", "~*", "&*", "+@all", .. without.Split(' ')]);
        await redis.StartAsync();

        Assert.Contains(why, await RefuseAsync($"redis://app:secret@127.0.0.1:{redis.Port}", "--Streaming:Redis:StartTimeout=1m"));
    }

    [Fact]
    public async Task Start_CertificateOfUnknownAuthority_IsRefusedAtOnce_AndTakenWhenItsAuthorityIsNamed()
    {
        using var authority = new CertificateAuthority();
        await using var redis = new RedisProcess { Tls = authority.Issue("localhost") };
        await redis.StartAsync();
        string address = $"rediss://localhost:{redis.Port}";

        Assert.Contains("does not prove who it is by TLS", await RefuseAsync(address, "--Streaming:Redis:StartTimeout=1m"));

        await using var node = await NodeProcess.StartAsync(
            ["--Streaming:Redis:Configuration", address, "--Streaming:Redis:CaFile", authority.File]);
        Assert.Empty(node.Errors);
    }

    [Theory]
    [InlineData("another", "redis.example")]
    [InlineData("own", "another.example")]
    public async Task Start_CertificateOfAnotherAuthorityOrHost_IsRefusedAtOnce(string vouching, string host)
    {
        using var authority = new CertificateAuthority();
        using var another = new CertificateAuthority();
        await using var redis = new RedisProcess { Tls = authority.Issue(host, vouching == "own" ? host : "localhost") };
        await redis.StartAsync();

        string line = await RefuseAsync(
            $"rediss://localhost:{redis.Port}", "--Streaming:Redis:StartTimeout=1m",
            "--Streaming:Redis:CaFile", (vouching == "own" ? authority : another).File);

        Assert.Contains("does not prove who it is by TLS", line);
    }

    [Theory]
    [InlineData("rediss", false)]
    [InlineData("redis", true)]
    public async Task Start_TlsOnOneSideOnly_IsRefused_AndTheLineHasAHint(string scheme, bool speaksTls)
    {
        using var authority = new CertificateAuthority();
        await using var redis = new RedisProcess { Tls = speaksTls ? authority.Issue("localhost") : null };
        await redis.StartAsync();

        Assert.Contains("rediss:// is for TLS", await RefuseAsync($"{scheme}://localhost:{redis.Port}"));
    }

    private Task<string> RefuseAsync(string address) => RefuseAsync(address, "--Streaming:Redis:StartTimeout=0");

    private async Task<string> RefuseAsync(string address, params string[] more)
    {
        var clock = Stopwatch.StartNew();
        await using var node = NodeProcess.Launch(["--Streaming:Redis:Configuration", address, .. more, "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(ExitCode.Refused, await node.WaitForExitAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
        return Assert.Single(node.Errors);
    }

    /// <summary>How long it takes here and now to start a node that refuses without asking anybody: what a busy machine adds is not the node's.</summary>
    public sealed class PlainRefusal : IAsyncLifetime
    {
        public TimeSpan Took { get; private set; }

        public async Task InitializeAsync()
        {
            var clock = Stopwatch.StartNew();
            await using var node = NodeProcess.Launch(["--Streaming:NoSuchSetting=1"]);
            Assert.Equal(ExitCode.Refused, await node.WaitForExitAsync());
            Took = clock.Elapsed;
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
