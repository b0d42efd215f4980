using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Streaming.Support;

namespace Streaming.Node.Tests.Logging;

/// <summary>The real program, with its console a pipe that somebody has stopped reading.</summary>
public sealed partial class FullPipeTests
{
    /// <summary>Each logs far more than 1 kB at this level; a pipe holds 64 kB.</summary>
    private const int Requests = 200;

    [Fact]
    public async Task Node_WhoseConsoleIsNotRead_Answers_AndWritesAllWhenItEnds()
    {
        using var node = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Checkout.PathOf("src", "Node", "bin", Checkout.Configuration, "net10.0", "Streaming.Node.dll"),
                "--urls", "http://127.0.0.1:0", "--environment", "Production", "--Streaming:RequireAuth=false",
                "--Serilog:MinimumLevel:Default=Verbose", "--Serilog:MinimumLevel:Override:Microsoft=Verbose",
            ])
        { RedirectStandardOutput = true })!;
        try
        {
            using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
            List<string> lines = [];
            Match address;
            do
            {
                lines.Add((await node.StandardOutput.ReadLineAsync(deadline.Token))!);
                address = Address().Match(lines[^1]);
            }
            while (!address.Success);

            using (var http = new HttpClient { BaseAddress = new Uri(address.Value) })
            {
                for (int i = 0; i < Requests; i++)
                    await http.GetStringAsync($"/health/live?{i}", deadline.Token);
            }

            await node.SignalAsync("TERM").WaitAsync(deadline.Token);
            lines.AddRange((await node.StandardOutput.ReadToEndAsync(deadline.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            await node.WaitForExitAsync(deadline.Token);

            Assert.Equal(ExitCode.Ok, node.ExitCode);
            Assert.InRange(lines.Sum(static line => line.Length), 2 * 64 * 1024, int.MaxValue);
            // The web server's line about the end of one request.
            Assert.Equal(Requests, lines.Count(static line => IsOf(line, "completed keep alive response")));
            Assert.DoesNotContain(lines, static line => line.Contains("were dropped", StringComparison.Ordinal));
        }
        finally
        {
            if (!node.HasExited)
                node.Kill();
        }
    }

    private static bool IsOf(string line, string text)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("RenderedMessage").GetString()!.Contains(text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex Address();
}
