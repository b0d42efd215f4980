using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Streaming.Browser.Tests;

/// <summary>What becomes of messages and members. Ada comes first, and so owns the room.</summary>
public sealed class RoomTests(BrowserFixture browsers) : BrowserTest(browsers)
{
    private readonly string _room = "room-" + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Reaction_ShowsToAll_AndIsTakenBackByAPress()
    {
        var (ada, grace) = await EnterBothAsync();
        await ada.SendAsync("Tea?");
        await grace.WaitForTextAsync("Tea?");

        await grace.ReactAsync("Tea?", "Heart");
        ILocator reaction = ada.Saying("Tea?").GetByTestId("reaction");
        await Expect(reaction).ToHaveAccessibleNameAsync("❤️ grace");
        await reaction.ClickAsync();
        await Expect(grace.Saying("Tea?").GetByTestId("reaction")).ToHaveAccessibleNameAsync("❤️ you and ada");

        await grace.Saying("Tea?").GetByTestId("reaction").ClickAsync();
        await reaction.ClickAsync();
        await Expect(grace.Saying("Tea?").GetByTestId("reaction")).ToHaveCountAsync(0);
        Assert.Empty(ada.Problems);
        Assert.Empty(grace.Problems);
    }

    [Fact]
    public async Task ArrowUp_EditsTheLastMessage_AndAllSeeThatItWas()
    {
        var (ada, grace) = await EnterBothAsync();
        await ada.SendAsync("Tea at fuor");
        await grace.WaitForTextAsync("Tea at fuor");
        await Expect(ada.Saying("Tea at fuor")).ToHaveAttributeAsync("data-state", "sent");

        await ada.Composer.PressAsync("ArrowUp");
        await Expect(ada.Composer).ToHaveValueAsync("Tea at fuor");
        await ada.SendAsync("Tea at four");

        await grace.WaitForTextAsync("Tea at four");
        await Expect(grace.Saying("Tea at four").GetByTestId("edited")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByTestId("text")).ToHaveTextAsync(["Tea at four"]);
    }

    [Fact]
    public async Task DeletedMessage_LeavesATombstoneAndNothingOfWhatItSaid()
    {
        var (ada, grace) = await EnterBothAsync();
        await grace.SendAsync("a secret");
        await ada.WaitForTextAsync("a secret");

        // Whoever owns the room may; another could not.
        await ada.ChooseAsync("a secret", "Delete");
        await ada.ConfirmAsync();

        await Expect(grace.Page.GetByTestId("tombstone")).ToHaveTextAsync("Message deleted by ada");
        Assert.DoesNotContain("a secret", await grace.Page.ContentAsync());
        Assert.Empty(await grace.TextsAsync());
    }

    [Fact]
    public async Task Menu_OffersWhatOneMay()
    {
        var (ada, grace) = await EnterBothAsync();
        await ada.SendAsync("mine");
        await grace.WaitForTextAsync("mine");

        await grace.PointAsync("mine", "More");
        await Expect(grace.Page.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Reply in thread", "Copy text"]);
        await ada.PointAsync("mine", "More");
        await Expect(ada.Page.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Reply in thread", "Copy text", "Edit", "Pin", "Delete"]);
    }

    [Fact]
    public async Task Thread_HoldsItsAnswers_AndTheRoomTellsOfThem()
    {
        var (ada, grace) = await EnterBothAsync();
        await ada.SendAsync("Shall we?");
        await grace.WaitForTextAsync("Shall we?");

        await grace.PointAsync("Shall we?", "Reply in thread");
        await grace.Page.GetByTestId("thread-composer").FillAsync("Yes, we shall");
        await grace.Page.GetByTestId("thread-composer").PressAsync("Enter");

        await Expect(ada.Page.GetByTestId("reply")).ToContainTextAsync("Yes, we shall");
        await ada.Page.GetByTestId("thread-link").ClickAsync();
        ILocator thread = ada.Page.GetByTestId("thread").GetByTestId("text");
        await Expect(thread).ToHaveTextAsync(["Shall we?", "Yes, we shall"]);
        await ada.Page.GetByTestId("thread-composer").FillAsync("Then now");
        await ada.Page.GetByTestId("thread-composer").PressAsync("Enter");
        await Expect(grace.Page.GetByTestId("thread").GetByTestId("text")).ToHaveTextAsync(["Shall we?", "Yes, we shall", "Then now"]);
    }

    [Fact]
    public async Task MutedPerson_IsTold_AndCannotWriteUntilItIsTakenBack()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.ChooseForAsync("grace", "Mute…");
        await ada.Page.Locator("#field-reason").FillAsync("too loud");
        await ada.ConfirmAsync();
        await grace.SeesAsync("too loud");
        await Expect(grace.Composer).ToBeDisabledAsync();

        await ada.ChooseForAsync("grace", "Let them speak again");
        await Expect(grace.Composer).ToBeEnabledAsync();
        await grace.SendAsync("thank you");
        await ada.WaitForTextAsync("thank you");
    }

    [Fact]
    public async Task BannedPerson_IsOutAtOnce_IsToldWhy_AndDoesNotComeBackIn()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.ChooseForAsync("grace", "Ban…");
        await ada.Page.Locator("#field-reason").FillAsync("enough");
        await ada.ConfirmAsync();

        ILocator problem = grace.Page.Locator("#start-problem");
        await Expect(problem).ToContainTextAsync("enough", new() { Timeout = 15_000 });
        await grace.Page.GetByTestId("join").ClickAsync();
        await Expect(problem).ToContainTextAsync("You are banned");
        await Expect(ada.Page.GetByTestId("people")).Not.ToContainTextAsync("grace");
    }

    [Fact]
    public async Task RoleThatIsGiven_ShowsBesideTheName_AndCounts()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.ChooseForAsync("grace", "Change role…");
        await ada.Page.Locator("#field-role").SelectOptionAsync("moderator");
        await ada.ConfirmAsync();

        await grace.SeesAsync("ada made grace a moderator");
        await Expect(grace.People.Filter(new() { HasText = "grace" })).ToContainTextAsync("mod");
        await ada.SendAsync("delete me");
        await grace.WaitForTextAsync("delete me");
        await grace.PointAsync("delete me", "More");
        await Expect(grace.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task RoomNotLookedAt_CountsWhatIsUnread_AndShowsWhereItBegins()
    {
        var (ada, grace) = await EnterBothAsync();
        await ada.SendAsync("seen");
        await grace.WaitForTextAsync("seen");
        await grace.GoAsync(_room + "-other");

        await ada.SendAsync("one");
        await ada.SendAsync("two");
        ILocator line = grace.Page.GetByTestId("room-line").Filter(new() { HasText = _room }).Filter(new() { HasNotText = "-other" });
        await Expect(line.GetByTestId("unread")).ToHaveTextAsync("2 unread");

        await line.GetByRole(AriaRole.Button).First.ClickAsync();
        await grace.WaitForTextAsync("two");
        await Expect(grace.Page.Locator(".divider.unread + .message")).ToContainTextAsync("one");
        await Expect(line.GetByTestId("unread")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Search_FindsAMessage_AndGoesThere()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        await ada.SendAsync("the needle is here");
        for (int n = 1; n <= 60; n++)
            await ada.SendAsync($"hay {n:00}");
        await ada.WaitForTextAsync("hay 60");
        await ada.Page.ReloadAsync();
        await ada.WaitForTextAsync("hay 60");

        await ada.Page.GetByTestId("search-open").ClickAsync();
        await ada.Page.GetByTestId("search").FillAsync("needle");
        await ada.Page.GetByTestId("search").PressAsync("Enter");
        await ada.Page.GetByTestId("snippet").ClickAsync();

        await Expect(ada.Saying("the needle is here")).ToBeInViewportAsync();
        await ada.Page.GetByTestId("search").FillAsync("camel");
        await ada.Page.GetByTestId("search").PressAsync("Enter");
        await Expect(ada.Page.Locator("#search-status")).ToHaveTextAsync("Nothing here says “camel”.");
    }

    [Fact]
    public async Task Keyboard_GoesFromMessageToMessage_AndOpensTheMenu()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        await ada.SendAsync("first");
        await ada.SendAsync("second");
        await Expect(ada.Saying("second")).ToHaveAttributeAsync("data-state", "sent");

        await ada.Page.GetByRole(AriaRole.Log).First.FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(ada.Saying("second")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("ArrowUp");
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Page.Keyboard.PressAsync("Enter");

        await Expect(ada.Saying("first").GetByTestId("reaction")).ToHaveCountAsync(1);
        await Expect(ada.Saying("first")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Phone_ReachesEverything_WithoutScrollingSideways()
    {
        ChatPage ada = await EnterAsync(_room, "ada", new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 360, Height = 640 }, HasTouch = true, IsMobile = true,
        });
        await ada.SendAsync("hold me");
        await Expect(ada.Saying("hold me")).ToHaveAttributeAsync("data-state", "sent");

        // A finger that stays where it is.
        await ada.Saying("hold me").DispatchEventAsync("pointerdown", new { pointerType = "touch", clientX = 200, clientY = 300, bubbles = true });
        await Expect(ada.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Edit" })).ToBeVisibleAsync();
        await ada.Page.Keyboard.PressAsync("Escape");

        foreach (string view in (string[])["people-open", "search-open"])
        {
            await ada.Page.GetByTestId(view).TapAsync();
            await Expect(ada.Page.GetByTestId("side-close")).ToBeInViewportAsync(new() { Ratio = 1 });
            await ada.Page.GetByTestId("side-close").TapAsync();
        }

        await ada.Page.GetByTestId("more").TapAsync();
        await ada.Page.GetByRole(AriaRole.Menuitem, new() { Name = "About this room" }).TapAsync();
        await Expect(ada.Page.Locator("#room-about")).ToBeInViewportAsync();
        Assert.False(await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth"));
        Assert.Empty(ada.Problems);
    }

    private async Task<(ChatPage Ada, ChatPage Grace)> EnterBothAsync()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");
        await ada.WaitForPersonAsync("grace");
        return (ada, grace);
    }
}
