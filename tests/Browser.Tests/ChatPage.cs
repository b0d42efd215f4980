using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Streaming.Browser.Tests;

/// <summary>The chat page as a person uses it. Waits for what should appear; never for a time.</summary>
public sealed class ChatPage(IPage page, ConcurrentQueue<string> problems)
{
    private static readonly LocatorAssertionsToHaveCountOptions CountDeadline = new() { Timeout = 15_000 };
    private static readonly LocatorAssertionsToContainTextOptions TextDeadline = new() { Timeout = 15_000 };

    public IPage Page { get; } = page;

    /// <summary>Errors that the page threw, and what its content security policy refused.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    public ILocator Messages => Page.GetByTestId("message");

    public ILocator People => Page.GetByTestId("person");

    public ILocator Composer => Page.GetByTestId("composer");

    public static async Task<ChatPage> EnterAsync(IPage page, Uri address, string room, string name)
    {
        var problems = new ConcurrentQueue<string>();
        page.PageError += (_, error) => problems.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                problems.Enqueue(message.Text);
        };

        var chat = new ChatPage(page, problems);
        await page.GotoAsync(address.ToString());
        await page.GetByTestId("name").FillAsync(name);
        await page.GetByTestId("room").FillAsync(room);
        await page.GetByTestId("join").ClickAsync();
        await chat.WaitForStateAsync("open");
        return chat;
    }

    public Task WaitForStateAsync(string state) =>
        Expect(Page.GetByTestId("state")).ToHaveAttributeAsync("data-state", state, new() { Timeout = 15_000 });

    public async Task SendAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Waits until this many messages are shown.</summary>
    public Task WaitForMessagesAsync(int count) => Expect(Messages).ToHaveCountAsync(count, CountDeadline);

    public Task WaitForTextAsync(string text) => Expect(Page.GetByTestId("messages")).ToContainTextAsync(text, TextDeadline);

    public Task WaitForPersonAsync(string name) => Expect(Page.GetByTestId("people")).ToContainTextAsync(name, TextDeadline);

    /// <summary>The text of each message that is shown, in the order of the page.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync() =>
        await Page.GetByTestId("text").AllTextContentsAsync();

    /// <summary>Pulls the network plug, as far as this person's browser can tell, or puts it back.</summary>
    public Task SetOfflineAsync(bool offline) => Page.Context.SetOfflineAsync(offline);
}
