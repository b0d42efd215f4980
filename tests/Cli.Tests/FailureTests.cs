using System.Net;
using System.Net.Sockets;

namespace Streaming.Cli.Tests;

/// <summary>Whatever goes wrong is one line on stderr, nothing on stdout, and an exit code with one meaning.</summary>
public sealed class FailureTests
{
    public static TheoryData<int, string, string, int, string> Answers => new()
    {
        { 401, "application/problem+json", """{"detail":"credentials are required"}""", ExitCode.NotAllowed, "not allowed: credentials are required; give --token or --api-key" },
        { 403, "application/problem+json", """{"detail":"no scope"}""", ExitCode.NotAllowed, "not allowed: no scope" },
        { 404, "application/problem+json", """{"detail":"there is no such room"}""", ExitCode.NotFound, "there is no such room" },
        { 404, "text/html", "<h1>Not Found</h1>", ExitCode.Refused, "is no streaming node" },
        { 409, "application/problem+json", """{"title":"Conflict"}""", ExitCode.Refused, "refused: Conflict" },
        { 502, "text/html", "<h1>Bad Gateway</h1>", ExitCode.Refused, "answered 502 Bad Gateway" },
        { 302, "text/html", "", ExitCode.Refused, "answered 302" },
        { 200, "text/html", "<h1>Welcome to nginx!</h1>", ExitCode.Refused, "is no streaming node" },
        { 200, "application/json", "null", ExitCode.Refused, "is no streaming node" },
        { 500, "application/problem+json", "{", ExitCode.Refused, "answered 500" },
        { 404, "application/problem+json", "{\"detail\":\"a\\u001b[31mb\"}", ExitCode.NotFound, "a\uFFFD[31mb" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_ThatIsNone_IsSaidInOneLine(int status, string type, string body, int exitCode, string said)
    {
        await using var node = await FakeNode.StartAsync(status, type, body);

        foreach (string command in (string[])["room show lobby", "cluster show", "log verify lobby --json", "cluster drain n1", "session show"])
            AssertFailed(await Run.OfAsync(node.Url, command), exitCode, said);
    }

    [Fact]
    public async Task NobodyThere_IsUnreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        AssertFailed(
            await Run.OfAsync(new Uri($"http://127.0.0.1:{port}"), "cluster members"), ExitCode.Unreachable, "nothing listens there");
    }

    [Fact]
    public async Task Silence_IsUnreachable_AfterTheTimeout()
    {
        var silence = new TaskCompletionSource();
        await using var node = await FakeNode.StartAsync(_ => silence.Task);

        AssertFailed(await Run.OfAsync(node.Url, "cluster show --timeout 0.2"), ExitCode.Unreachable, "did not answer within 0.2 s");
        silence.SetResult();
    }

    [Theory]
    [InlineData("clustr", "clustr")]
    [InlineData("cluster", "Required command")]
    [InlineData("cluster drain", "NODE")]
    [InlineData("room tail lobby -n 0", "--lines must be 1 to 200")]
    [InlineData("room tail lobby -n many", "many")]
    [InlineData("session show -n 501", "--lines must be 1 to 500")]
    [InlineData("cluster show --url nowhere", "--url must be an http or https address")]
    [InlineData("cluster show --timeout 0", "--timeout must be 0.1 to 3600")]
    [InlineData("cluster show --timeout soon", "soon")]
    [InlineData("cluster drain n1 --wait -1", "--wait must be 0 to 86400")]
    [InlineData("cluster show --colour", "--colour")]
    public async Task CommandLine_ThatCannotBeUnderstood_IsUsage(string arguments, string said)
    {
        Run run = await Run.OfAsync(arguments);

        AssertFailed(run, ExitCode.Usage, said);
        Assert.Contains("--help", run.Error);
    }

    [Fact]
    public async Task Environment_ThatCannotBeUsed_IsUsage()
    {
        AssertFailed(await Run.OfAsync("cluster show", ("STREAMCTL_URL", "ftp://x")), ExitCode.Usage, "STREAMCTL_URL");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("cluster --help")]
    [InlineData("cluster drain --help")]
    [InlineData("room tail -h")]
    public async Task Help_IsHelp(string arguments)
    {
        Run run = await Run.OfAsync(arguments);

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Contains("--url", run.Output);
        Assert.Contains("STREAMCTL_TOKEN", run.Output);
    }

    [Fact]
    public async Task Credentials_ComeFromTheCommandLine_BeforeTheEnvironment()
    {
        await using var node = await FakeNode.StartAsync(404, "application/problem+json", """{"detail":"no"}""");

        await Run.OfAsync(node.Url, "cluster show", ("STREAMCTL_TOKEN", "t1"));
        Assert.Equal("Bearer t1", node.Headers["Authorization"]);
        await Run.OfAsync(node.Url, "cluster show --token t2", ("STREAMCTL_TOKEN", "t1"));
        Assert.Equal("Bearer t2", node.Headers["Authorization"]);
        await Run.OfAsync(node.Url, "cluster show --api-key k", ("STREAMCTL_TOKEN", "t1"));
        Assert.Equal((false, "k"), (node.Headers.ContainsKey("Authorization"), node.Headers["X-API-Key"]));
        await Run.OfAsync(node.Url, "cluster show", ("STREAMCTL_API_KEY", "k2"));
        Assert.Equal("k2", node.Headers["X-API-Key"]);
    }

    [Fact]
    public async Task Ids_AreEscapedInAddresses()
    {
        await using var node = await FakeNode.StartAsync(404, "application/problem+json", """{"detail":"no"}""");

        await Run.OfAsync(node.Url, "room show ../status?x=1");

        Assert.Equal("GET /cluster/rooms/..%2Fstatus%3Fx=1", Assert.Single(node.Requests));
    }

    private static void AssertFailed(Run run, int exitCode, string said)
    {
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("streamctl: ", run.Error);
        Assert.Contains(said, run.Error);
        Assert.Equal(1, run.Error.Count(static c => c == '\n'));
    }
}
