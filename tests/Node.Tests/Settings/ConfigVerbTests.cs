using Streaming.Support;

namespace Streaming.Node.Tests.Settings;

public sealed class ConfigVerbTests
{
    private const string Secret = "a secret that nobody is to see ever";

    [Fact]
    public async Task Check_GoodSettings_SaysSo()
    {
        var (exitCode, output) = await RunAsync("config", "check", "--Streaming:NodeId=n1");

        Assert.Equal((0, "the settings are good: 1 set, the others at their defaults for Development"), (exitCode, output));
    }

    [Fact]
    public async Task Check_BadSettings_SaysWhatAStartWouldSay()
    {
        var (exitCode, output) = await RunAsync("config", "check", "--Streaming:Cluster:Shards=x");

        Assert.Equal(
            (2, "Streaming:Cluster:Shards = \"x\" (from command line --Streaming:Cluster:Shards): must be a whole number from 1 to 16384"),
            (exitCode, output));
    }

    [Fact]
    public async Task Show_EverySetting_WithItsSourceAndWithoutSecrets()
    {
        var (exitCode, output) = await RunAsync(
            "config", "show", "--Streaming:Jwt:Secret", Secret, "--Streaming:NodeId", "n1",
            "--Streaming:Redis:Configuration", $"10.0.0.1,password={Secret}",
            "--Streaming:Webhooks:0:Name", "billing", "--Streaming:Webhooks:0:Events", "message,room.vacated",
            "--Streaming:Webhooks:0:Url", "https://hooks.example/T0/token", "--Streaming:Webhooks:0:Secret", Secret);

        Assert.Equal(0, exitCode);
        Assert.Contains("Streaming:NodeId=n1  # command line --Streaming:NodeId", output);
        Assert.Contains("Streaming:Jwt:Secret=(secret)  # command line --Streaming:Jwt:Secret", output);
        Assert.Contains("Streaming:Redis:Configuration=10.0.0.1,password=***  # command line --Streaming:Redis:Configuration", output);
        Assert.Contains("Streaming:Limits:MaxMessageSize=65536  # the defaults", output);
        Assert.Contains("Streaming:Webhooks:0:Secret=(secret)  # command line --Streaming:Webhooks:0:Secret", output);
        Assert.Contains("Streaming:Webhooks:0:Url=https://hooks.example/***  # command line", output);
        Assert.Contains("Streaming:Webhooks:0:Events=message,room.vacated  # command line", output);
        Assert.DoesNotContain(Secret, output);
    }

    [Fact]
    public async Task Docs_AreWhatTheDocumentSays()
    {
        var (exitCode, output) = await RunAsync("config", "docs");
        string document = await File.ReadAllTextAsync(Checkout.PathOf("docs", "configuration.md"));
        string tables = document.Split("<!-- begin config docs -->")[1].Split("<!-- end config docs -->")[0].Trim();

        Assert.Equal((0, tables), (exitCode, output.Trim()));
    }

    [Theory]
    [InlineData("--help", "usage:")]
    [InlineData("--version", "0.")]
    public async Task HelpAndVersion_ArePrinted(string argument, string begins)
    {
        var (exitCode, output) = await RunAsync(argument);

        Assert.Equal(0, exitCode);
        Assert.StartsWith(begins, output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var folder = new TestFolder("node");
        folder.Write("config/appsettings.json", "{}");
        await using var node = NodeProcess.Launch(arguments, folder: folder.Path);
        return (await node.WaitForExitAsync(), node.Output);
    }
}
