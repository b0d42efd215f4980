using Microsoft.Playwright;

namespace Streaming.Browser.Tests;

/// <summary>A test with people at browsers of their own, who leave when it ends: pages of tests before would go on drawing.</summary>
[Collection(nameof(BrowserFixture))]
public abstract class BrowserTest(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly List<(IPage Page, bool IsPlain)> _pages = [];

    protected Uri Address => browsers.Node.Address;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var (page, isPlain) in _pages)
            await browsers.ClosePageAsync(page, isPlain);
    }

    /// <summary>Somebody joined to a room.</summary>
    protected async Task<ChatPage> EnterAsync(string room, string name, BrowserNewContextOptions? options = null) =>
        await ChatPage.EnterAsync(await NewPageAsync(options), Address, room, name);

    /// <summary>Somebody who was never here before, at the start screen.</summary>
    protected async Task<IPage> OpenAsync()
    {
        IPage page = await NewPageAsync();
        await page.GotoAsync(Address.ToString());
        return page;
    }

    private async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        IPage page = await browsers.OpenPageAsync(options);
        _pages.Add((page, options is null));
        return page;
    }
}
