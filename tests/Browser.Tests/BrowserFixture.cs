using Microsoft.Playwright;
using Streaming.Support;

namespace Streaming.Browser.Tests;

/// <summary>One node and one browser for all tests; each <see cref="BrowserTest"/> has rooms and browser contexts of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public NodeProcess Node { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // The limits would refuse the bursts that tests send on purpose, and one name in many rooms at once.
        // The page has to stand what the validators would refuse, too.
        Node = await NodeProcess.StartAsync(
            ["--Streaming:RateLimitEnabled=false", "--Streaming:Limits:MaxConnectionsPerUser=0", "--Streaming:Validation:Security:ExceptRooms=*"]);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindChromium(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--renderer-process-limit=1",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await Node.DisposeAsync();
    }

    /// <summary>Debian's chromium, or the one that <c>CHROMIUM</c> names.</summary>
    private static string FindChromium() =>
        Environment.GetEnvironmentVariable("CHROMIUM")
        ?? new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("No chromium found: apt-get install chromium, or set CHROMIUM to its path.");
}

[CollectionDefinition(nameof(BrowserFixture))]
public sealed class BrowserTestGroup : ICollectionFixture<BrowserFixture>;
