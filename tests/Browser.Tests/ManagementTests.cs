using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Streaming.Browser.Tests;

/// <summary>What is done to the room itself, and what stays of it all. Ada comes first, and so owns the room.</summary>
public sealed class ManagementTests(BrowserFixture browsers) : BrowserTest(browsers)
{
    private readonly string _room = "room-" + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task WhatBecameOfMessages_IsThereAfterAReload()
    {
        var (ada, grace) = await EnterBothAsync();
        foreach (string text in (string[])["alpha", "beta", "gamma"])
            await ada.SendAsync(text);
        await grace.WaitForTextAsync("gamma");
        await grace.ReactAsync("alpha", "Heart");
        await grace.PointAsync("alpha", "Reply in thread");
        await grace.Page.GetByTestId("thread-composer").FillAsync("in a thread");
        await grace.Page.GetByTestId("thread-composer").PressAsync("Enter");
        await ada.ChooseAsync("beta", "Delete");
        await ada.ConfirmAsync();
        await ada.ChooseAsync("alpha", "Pin");
        await ada.Composer.PressAsync("ArrowUp");
        await ada.SendAsync("gamma, edited");
        await grace.WaitForTextAsync("gamma, edited");

        await grace.Page.ReloadAsync();

        await grace.WaitForTextAsync("gamma, edited");
        await Expect(grace.Page.GetByTestId("messages").GetByTestId("text")).ToHaveTextAsync(["alpha", "gamma, edited"]);
        await Expect(grace.Page.GetByTestId("tombstone")).ToHaveCountAsync(1);
        await Expect(grace.Saying("gamma, edited").GetByTestId("edited")).ToBeVisibleAsync();
        await Expect(grace.Saying("alpha").GetByTestId("reaction")).ToHaveAccessibleNameAsync("❤️ you");
        await Expect(grace.Saying("alpha").GetByTestId("thread-link")).ToContainTextAsync("1 reply");
        await Expect(grace.Saying("alpha").Locator(".pin")).ToBeVisibleAsync();
        Assert.DoesNotContain("beta", await grace.Page.GetByTestId("messages").InnerTextAsync());
    }

    [Fact]
    public async Task SettingsThatAreSaved_ShowToAll()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.OpenRoomAsync();
        await ada.Page.GetByText("Change settings…").ClickAsync();
        await ada.Page.Locator("#field-name").FillAsync("Tea kitchen");
        await ada.ConfirmAsync();

        await Expect(grace.Page.GetByTestId("room-title")).ToHaveTextAsync("Tea kitchen");
        await grace.OpenRoomAsync();
        await Expect(grace.Page.GetByText("Change settings…")).ToHaveCountAsync(0);
        await Expect(grace.Page.GetByTestId("invite-new")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task PrivateRoom_LetsInByInviteLinkAlone()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        await ada.SendAsync("among us");
        await ada.OpenRoomAsync();
        await ada.Page.GetByText("Change settings…").ClickAsync();
        await ada.Page.Locator("#field-private").CheckAsync();
        await ada.ConfirmAsync();
        await ada.SeesAsync("ada changed the room’s settings");
        await ada.Page.GetByTestId("invite-new").ClickAsync();
        // Without a clipboard the page shows the link instead, to be copied by hand.
        ada.Page.Dialog += static (_, dialog) => _ = dialog.DismissAsync();
        await ada.ConfirmAsync();
        string code = await ada.Page.GetByTestId("invite").Locator("code").InnerTextAsync();

        IPage stranger = await OpenAsync();
        await stranger.GetByTestId("name").FillAsync("mallory");
        await stranger.GetByTestId("room").FillAsync(_room);
        await stranger.GetByTestId("join").ClickAsync();
        await Expect(stranger.Locator("#start-problem")).ToContainTextAsync("private", new() { Timeout = 15_000 });

        await stranger.GotoAsync($"{Address}?room={_room}&invite={code}");
        await stranger.GetByTestId("name").FillAsync("grace");
        await stranger.GetByTestId("join").ClickAsync();
        await Expect(stranger.GetByTestId("messages")).ToContainTextAsync("among us", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task LockedRoom_IsWrittenInByItsOwnerAlone()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.OpenRoomAsync();
        await ada.Page.GetByText("Lock…").ClickAsync();
        await ada.Page.Locator("#field-reason").FillAsync("back at five");
        await ada.ConfirmAsync();

        await Expect(grace.Composer).ToBeDisabledAsync();
        await Expect(grace.Composer).ToHaveAttributeAsync("placeholder", "This room is locked: back at five.");
        await ada.SendAsync("still me");
        await grace.WaitForTextAsync("still me");
        await ada.Page.GetByText("Unlock", new() { Exact = true }).ClickAsync();
        await Expect(grace.Composer).ToBeEnabledAsync();
    }

    [Fact]
    public async Task RoomOfTwo_ReachesTheOther_WhoIsToldOfIt()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.ChooseForAsync("grace", "Write to them alone");
        await Expect(ada.Page.GetByTestId("room-title")).ToHaveTextAsync("grace");
        await Expect(ada.Composer).ToBeEnabledAsync();
        await ada.SendAsync("psst");

        ILocator line = grace.Page.GetByTestId("directs").GetByTestId("room-line");
        await Expect(line.GetByTestId("unread")).ToHaveTextAsync("1 unread");
        await line.GetByRole(AriaRole.Button).First.ClickAsync();
        await grace.WaitForTextAsync("psst");
        await Expect(grace.Page.GetByTestId("room-title")).ToHaveTextAsync("ada");
        await Expect(grace.People).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task DeletedRoom_SendsEverybodyOut()
    {
        var (ada, grace) = await EnterBothAsync();

        await ada.OpenRoomAsync();
        await ada.Page.GetByText("Delete the room…").ClickAsync();
        await ada.ConfirmAsync();

        foreach (ChatPage page in (ChatPage[])[ada, grace])
            await Expect(page.Page.Locator("#start-problem")).ToContainTextAsync("was deleted", new() { Timeout = 15_000 });
        Assert.Empty(grace.Problems);
    }

    private async Task<(ChatPage Ada, ChatPage Grace)> EnterBothAsync()
    {
        ChatPage ada = await EnterAsync(_room, "ada");
        ChatPage grace = await EnterAsync(_room, "grace");
        await ada.WaitForPersonAsync("grace");
        return (ada, grace);
    }
}
