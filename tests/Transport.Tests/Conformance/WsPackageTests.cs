using System.Diagnostics;
using Streaming.Support;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>The same rows again with the npm package <c>ws</c>: ws-conformance/protocol.test.mjs, against this server.</summary>
public sealed class WsPackageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static string Folder => Checkout.PathOf("tests", "Transport.Tests", "ws-conformance");

    [Fact]
    public async Task Protocol_HoldsForThePackageWs()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "ws")))
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], url: null);
        await using var server = await StreamingServer.StartAsync(options =>
        {
            options.RateLimitEnabled = false;
            options.Limits.PingInterval = TimeSpan.FromHours(1);
        });

        // Time goes by, since some of what is told of presence waits for its second; slowly, so that nothing else is over.
        await server.PassTimeUntilAsync(
            RunAsync("node", ["--test", "--test-reporter=tap"], $"ws://{server.Http.Authority}"), step: TimeSpan.FromMilliseconds(5));
    }

    private static async Task RunAsync(string program, string[] arguments, string? url)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (url is not null)
            start.Environment["STREAMING_URL"] = url;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.HasExited && process.ExitCode == 0, $"{program} failed:\n{await output}\n{await errors}");
    }
}
