using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Streaming.Browser.Tests;

/// <summary>What a person does to messages and members on the chat page, by pointer.</summary>
internal static class RoomPage
{
    private static readonly LocatorAssertionsToBeVisibleOptions Deadline = new() { Timeout = 15_000 };

    /// <summary>The message of the room that says this.</summary>
    public static ILocator Saying(this ChatPage chat, string text) => chat.Messages.Filter(new() { HasText = text });

    /// <summary>Opens the menu of a message and chooses from it.</summary>
    public static async Task ChooseAsync(this ChatPage chat, string message, string item)
    {
        await chat.PointAsync(message, "More");
        await chat.Page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).ClickAsync();
    }

    public static async Task ReactAsync(this ChatPage chat, string message, string reaction)
    {
        await chat.PointAsync(message, "React");
        await chat.Page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = reaction }).ClickAsync();
    }

    /// <summary>Presses a button of the bar that comes with the pointer.</summary>
    public static async Task PointAsync(this ChatPage chat, string message, string button)
    {
        await Expect(chat.Saying(message)).ToHaveAttributeAsync("data-state", "sent");
        await chat.Saying(message).HoverAsync();
        await chat.Saying(message).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    /// <summary>Opens the menu of somebody in the list of people and chooses from it.</summary>
    public static async Task ChooseForAsync(this ChatPage chat, string person, string item)
    {
        await chat.People.Filter(new() { HasText = person }).GetByRole(AriaRole.Button).ClickAsync();
        await chat.Page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).ClickAsync();
    }

    public static Task ConfirmAsync(this ChatPage chat) => chat.Page.GetByTestId("dialog-confirm").ClickAsync();

    public static Task SeesAsync(this ChatPage chat, string text) =>
        Expect(chat.Page.GetByTestId("messages").GetByText(text).Last).ToBeVisibleAsync(Deadline);

    public static Task OpenRoomAsync(this ChatPage chat) => chat.Page.GetByTestId("room-open").ClickAsync();

    /// <summary>Goes to another room, by the start screen.</summary>
    public static async Task GoAsync(this ChatPage chat, string room)
    {
        await chat.Page.GetByText("Another room").ClickAsync();
        await chat.Page.GetByTestId("room").FillAsync(room);
        await chat.Page.GetByTestId("join").ClickAsync();
        await Expect(chat.Page.GetByTestId("room-title")).ToHaveTextAsync(room);
        await Expect(chat.Composer).ToBeEnabledAsync();
    }
}
