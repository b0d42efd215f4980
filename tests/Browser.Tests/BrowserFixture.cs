using Microsoft.Playwright;
using Streaming.Support;

namespace Streaming.Browser.Tests;

/// <summary>
/// One node and one browser for all tests; each <see cref="BrowserTest"/> has rooms of its own, and browser contexts for itself while it lasts. One
/// that nothing special was asked of goes on, emptied, with the next test: to begin one takes as long as the rest of a test.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly Stack<IBrowserContext> _spare = new();
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

    /// <summary>A page of somebody who was never here before.</summary>
    /// <param name="options">Null: as a browser comes.</param>
    public async Task<IPage> OpenPageAsync(BrowserNewContextOptions? options)
    {
        if (options is null && _spare.TryPop(out IBrowserContext? spare))
            return spare.Pages[0];
        return await (await Browser.NewContextAsync(options)).NewPageAsync();
    }

    /// <summary>Takes a page back that is not looked at any more.</summary>
    /// <param name="isPlain">Whether it was opened without options.</param>
    public async Task ClosePageAsync(IPage page, bool isPlain)
    {
        if (!isPlain || page.IsClosed)
        {
            await page.Context.CloseAsync();
            return;
        }

        foreach (IPage tab in page.Context.Pages.Except([page]).ToList())
            await tab.CloseAsync();
        await page.Context.SetOfflineAsync(false);
        // Where nothing writes any more, but still is the address that the storage belongs to.
        await page.GotoAsync(new Uri(Node.Address, "icon.svg").ToString());
        await page.EvaluateAsync("() => { localStorage.clear(); sessionStorage.clear(); }");
        await page.GotoAsync("about:blank");
        await page.Context.ClearCookiesAsync();
        _spare.Push(page.Context);
    }

    /// <summary>Debian's chromium, or the one that <c>CHROMIUM</c> names.</summary>
    private static string FindChromium() =>
        Environment.GetEnvironmentVariable("CHROMIUM")
        ?? new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("No chromium found: apt-get install chromium, or set CHROMIUM to its path.");
}

[CollectionDefinition(nameof(BrowserFixture))]
public sealed class BrowserTestGroup : ICollectionFixture<BrowserFixture>;
