using System.Text.Json;
using Streaming.Support;

namespace Streaming.Node.Tests.Logging;

public sealed class LogFormatTests
{
    [Fact]
    public async Task Start_InDevelopment_IsOneLineForPeople()
    {
        await using var node = await NodeProcess.StartAsync(["--Streaming:NodeId=n1"]);

        Assert.EndsWith(
            $"INF Rooms are open at {node.Address.GetLeftPart(UriPartial.Authority)} (node n1, version {NodeVersion.Text}, back end local, Development)",
            node.Output);
        Assert.Single(node.Output.Split('\n'));
    }

    [Fact]
    public async Task Start_InProduction_IsOneJsonObjectWithItsIds()
    {
        await using var node = await NodeProcess.StartAsync(
            ["--environment", "Production", "--Streaming:RequireAuth=false", "--Streaming:NodeId=n1"]);

        using var line = JsonDocument.Parse(node.Output);
        Assert.Equal("Information", line.RootElement.GetProperty("Level").GetString());
        Assert.StartsWith("Rooms are open at", line.RootElement.GetProperty("RenderedMessage").GetString());
        Assert.Equal("n1", line.RootElement.GetProperty("Properties").GetProperty("NodeId").GetString());
    }

    [Fact]
    public async Task LogLevel_Warning_KeepsAHealthyNodeSilent()
    {
        await using var node = await NodeProcess.StartAsync(
            ["--Streaming:NodeId=n1", "--Serilog:MinimumLevel:Override:Streaming.Node.Lifecycle.Announcement=Information"],
            new Dictionary<string, string?> { ["LOG_LEVEL"] = "warning" });
        using var http = new HttpClient { BaseAddress = node.Address };
        await http.GetStringAsync("/health");
        await node.SignalAsync("TERM");

        Assert.Equal(ExitCode.Ok, await node.WaitForExitAsync());
        Assert.Single(node.Output.Split('\n'));
    }
}
