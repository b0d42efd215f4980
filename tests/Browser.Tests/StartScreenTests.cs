using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Streaming.Browser.Tests;

public sealed class StartScreenTests(BrowserFixture browsers) : BrowserTest(browsers)
{
    [Theory]
    [InlineData("", "#")]
    [InlineData("a/b", "c/d")]
    public async Task NameAndRoomWrong_BothAreSaid(string name, string room)
    {
        IPage page = await OpenAsync();

        await page.GetByTestId("name").FillAsync(name);
        await page.GetByTestId("room").FillAsync(room);
        await page.GetByTestId("join").ClickAsync();

        await Expect(page.Locator("#name-problem")).Not.ToBeEmptyAsync();
        await Expect(page.Locator("#room-problem")).Not.ToBeEmptyAsync();
        await Expect(page.GetByTestId("name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task HashTypedBeforeARoom_IsNotShownTwice()
    {
        IPage page = await OpenAsync();
        ILocator room = page.GetByTestId("room");

        await room.FillAsync("");
        await room.PressSequentiallyAsync("#lobby");
        await Expect(room).ToHaveValueAsync("lobby");

        // In the middle of the name it stays, and the writer where they are.
        await room.PressAsync("Home");
        await room.PressSequentiallyAsync("#the-");
        await Expect(room).ToHaveValueAsync("the-lobby");
    }
}
