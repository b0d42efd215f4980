using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Streaming.Browser.Tests;

public sealed class ChatTests(BrowserFixture browsers) : BrowserTest(browsers)
{
    private readonly string _room = "room-" + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task TwoPeople_SendToEachOther_BothSeeBothInOrder()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");

        await ada.SendAsync("Good morning");
        await grace.WaitForTextAsync("Good morning");
        await grace.SendAsync("Good morning to you");
        await ada.WaitForTextAsync("Good morning to you");

        Assert.Equal(["Good morning", "Good morning to you"], await ada.TextsAsync());
        Assert.Equal(await ada.TextsAsync(), await grace.TextsAsync());
        Assert.Empty(ada.Problems);
        Assert.Empty(grace.Problems);
    }

    [Fact]
    public async Task CutOffPerson_ComesBack_SeesAllThatWasMissedOnceAndInOrder()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");
        await ada.SendAsync("before");
        await grace.WaitForTextAsync("before");

        await grace.SetOfflineAsync(true);
        string[] missed = [.. Enumerable.Range(1, 50).Select(n => $"missed {n:00}")];
        foreach (string text in missed)
            await ada.SendAsync(text);
        await ada.WaitForMessagesAsync(51);
        Assert.DoesNotContain("missed 50", await grace.TextsAsync());

        await grace.SetOfflineAsync(false);
        await grace.WaitForMessagesAsync(51);

        Assert.Equal(["before", .. missed], await grace.TextsAsync());
        Assert.Equal(51, (await SeqsAsync(grace)).Distinct().Count());
    }

    [Fact]
    public async Task MessagesWrittenOffline_AreSentOnceWhenBack()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");

        await grace.SetOfflineAsync(true);
        await grace.WaitForStateAsync("waiting");
        await grace.SendAsync("first from the tunnel");
        await grace.SendAsync("second from the tunnel");
        await grace.SetOfflineAsync(false);

        await ada.WaitForTextAsync("second from the tunnel");
        Assert.Equal(["first from the tunnel", "second from the tunnel"], await ada.TextsAsync());
    }

    [Theory]
    [InlineData("<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">")]
    [InlineData("مرحبا بالعالم — שלום עולם")]
    [InlineData("'; DROP TABLE messages; -- &lt;b&gt; &amp; \\u0000 {{7*7}} ${7*7}")]
    [InlineData("👩‍👩‍👧‍👦 e\u0301 Z̸̢͝a̶l̸g̴o")]
    public async Task AnyText_IsShownAsItWasWritten(string text)
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");

        await ada.SendAsync(text);
        await grace.WaitForMessagesAsync(1);

        Assert.Equal([text], await grace.TextsAsync());
        Assert.NotEqual("owned", await grace.Page.TitleAsync());
        Assert.Equal(0, await grace.Page.Locator("[data-testid=messages] script, [data-testid=messages] img").CountAsync());
        Assert.Empty(grace.Problems);
    }

    [Fact]
    public async Task TenThousandCharacters_AreShownWithinThePage()
    {
        string text = string.Concat(Enumerable.Range(0, 1_000).Select(n => $"word{n:00000} "));
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");

        await ada.SendAsync(text.Trim());
        await ada.SendAsync(new string('x', 10_000));
        await grace.WaitForMessagesAsync(2);

        Assert.Equal([text.Trim(), new string('x', 10_000)], await grace.TextsAsync());
        Assert.False(await grace.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth"));
    }

    [Fact]
    public async Task RightToLeftText_RunsFromTheRight()
    {
        ChatPage ada = await EnterAsync(_room, "ada");

        await ada.SendAsync("مرحبا");
        await ada.WaitForMessagesAsync(1);

        string direction = await ada.Page.GetByTestId("text").First
            .EvaluateAsync<string>("element => getComputedStyle(element).direction");
        Assert.Equal("rtl", direction);
    }

    [Fact]
    public async Task TwoTabsOfOnePerson_ShowTheSame_AndThePersonIsHereOnce()
    {
        ChatPage first = await EnterAsync(_room, "ada");
        ChatPage second = await ChatPage.EnterAsync(
            await first.Page.Context.NewPageAsync(), Address, _room, "ada");

        await first.SendAsync("from the first tab");
        await second.WaitForTextAsync("from the first tab");
        await second.SendAsync("from the second tab");
        await first.WaitForTextAsync("from the second tab");

        Assert.Equal(await first.TextsAsync(), await second.TextsAsync());
        await Expect(first.People).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task PeopleList_FollowsWhoComesAndGoes_AndWhoTypes()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");
        await ada.WaitForPersonAsync("grace");
        await grace.WaitForPersonAsync("ada");

        await grace.Composer.PressSequentiallyAsync("hello");
        await Expect(ada.Page.GetByTestId("typing")).ToContainTextAsync("grace");
        await grace.Composer.PressAsync("Enter");
        await Expect(ada.Page.GetByTestId("typing")).Not.ToContainTextAsync("grace");

        await grace.Page.Context.CloseAsync();
        await Expect(ada.Page.GetByTestId("people")).Not.ToContainTextAsync("grace", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task CutOffPerson_IsToldThatPeopleWereHere_AndWhoIsHereOnceBack()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");
        await ada.WaitForPersonAsync("grace");

        await ada.SetOfflineAsync(true);
        await Expect(ada.People.Filter(new() { HasText = "Last seen online" })).ToHaveCountAsync(2);
        await Expect(ada.Page.GetByText("2 people last seen here")).ToBeVisibleAsync();

        await ada.SetOfflineAsync(false);
        await ada.WaitForStateAsync("open");
        await Expect(ada.People.Filter(new() { HasText = "Last seen" })).ToHaveCountAsync(0);
        await Expect(ada.People).ToHaveCountAsync(2);
        Assert.Empty(grace.Problems);
    }

    [Fact]
    public async Task PeopleInARoom_HaveDifferentColours()
    {
        // These two have the same one by name.
        ChatPage first = await EnterAsync(_room, "katherine");
        ChatPage second = await EnterAsync(_room, "radia");
        await first.WaitForPersonAsync("radia");
        await second.SendAsync("hello");
        await first.WaitForMessagesAsync(1);

        string?[] hues = await Task.WhenAll((await first.People.AllAsync()).Select(HueAsync));

        Assert.Equal(2, hues.Distinct().Count());
        Assert.Equal(hues[1], await HueAsync(first.Messages.First));
    }

    [Fact]
    public async Task LongRoom_ScrollingUp_BringsOlderMessagesWithoutJumping()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        for (int n = 1; n <= 120; n++)
            await ada.SendAsync($"line {n:000}");
        await ada.WaitForTextAsync("line 120");

        ChatPage grace = await EnterAsync(_room, "grace");
        await grace.WaitForTextAsync("line 120");
        int shownFirst = await grace.Messages.CountAsync();
        Assert.True(shownFirst < 120, $"The page started with {shownFirst} messages: nothing is left to scroll to.");

        // As a person does it: up, and up again, until the beginning is there; what was read stays in sight.
        ILocator scroller = grace.Page.GetByRole(AriaRole.Log);
        while (await grace.Messages.CountAsync() is var before && before < 120)
        {
            string oldest = (await grace.TextsAsync())[0];
            await scroller.EvaluateAsync("element => element.scrollTop = 0");
            await Expect(grace.Messages).Not.ToHaveCountAsync(before);
            await Expect(grace.Page.GetByTestId("message").Filter(new() { HasText = oldest })).ToBeInViewportAsync();
        }

        Assert.Equal([.. Enumerable.Range(1, 120).Select(n => $"line {n:000}")], await grace.TextsAsync());
    }

    [Fact]
    public async Task Keyboard_IsEnough()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        await Expect(ada.Composer).ToBeFocusedAsync();

        await ada.Page.Keyboard.TypeAsync("first line");
        await ada.Page.Keyboard.PressAsync("Shift+Enter");
        await ada.Page.Keyboard.TypeAsync("second line");
        await ada.Page.Keyboard.PressAsync("Enter");

        await ada.WaitForMessagesAsync(1);
        Assert.Equal(["first line\nsecond line"], await ada.TextsAsync());
    }

    [Fact]
    public async Task Phone_ShowsTheChatWithoutScrollingSideways()
    {
        ChatPage ada = await EnterAsync(_room, "ada", new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 360, Height = 640 }, HasTouch = true, IsMobile = true,
        });

        await ada.SendAsync("from a phone");
        await ada.WaitForMessagesAsync(1);

        await Expect(ada.Composer).ToBeInViewportAsync();
        Assert.False(await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth"));
    }

    private static Task<string?> HueAsync(ILocator withAvatar) => withAvatar.Locator(".avatar").GetAttributeAsync("data-hue");

    private static async Task<IReadOnlyList<string?>> SeqsAsync(ChatPage page)
    {
        List<string?> seqs = [];
        foreach (ILocator message in await page.Messages.AllAsync())
            seqs.Add(await message.GetAttributeAsync("data-seq"));

        return seqs;
    }
}
