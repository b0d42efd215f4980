using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Which messages are pinned.</summary>
public sealed class PinsTests : RestFixture
{
    private const string Pins = $"{Lobby}/pins";

    [Fact]
    public async Task List_IsTheNewestPinFirst_AsHistoryShowsThem()
    {
        var (first, second) = (await SayAsync("one"), await SayAsync("two"));
        await Rest.PutAsync(Ada, $"{Pins}/{second}");
        await Rest.PutAsync(Ada, $"{Pins}/{first}");
        await Rest.PatchAsync(Bob, $"{Lobby}/messages/{first}", """{"data":"one, edited"}""");
        await Rest.PutAsync(Ada, $"{Lobby}/messages/{first}/reactions/ok");

        var listed = await Rest.GetAsync(Bob, Pins);

        var messages = listed.Body["messages"]!.AsArray();
        Assert.Equal([(first, "one, edited"), (second, "two")], messages.Select(static one => ((string)one!["id"]!, (string)one["data"]!)));
        Assert.All(messages, static one => Assert.True((bool)one!["pinned"]!));
        Assert.Equal((1, Bob), ((int)messages[0]!["reactions"]!["ok"]!["count"]!, (string?)messages[0]!["edited_by"]));
        var history = (await Rest.GetAsync(Bob, $"{Lobby}/history")).Body;
        Assert.Equal((string?)history["epoch"], (string?)listed.Body["epoch"]);
        Assert.True(JsonNode.DeepEquals(messages[0], history["messages"]![1]));
    }

    [Fact]
    public async Task List_IsWithoutWhatIsUnpinnedOrDeleted()
    {
        var (unpinned, deleted, kept) = (await SayAsync("one"), await SayAsync("a secret"), await SayAsync("three"));
        foreach (string message in (string[])[unpinned, deleted, kept])
            await Rest.PutAsync(Ada, $"{Pins}/{message}");
        await Rest.DeleteAsync(Ada, $"{Pins}/{unpinned}");
        await Rest.DeleteAsync(Bob, $"{Lobby}/messages/{deleted}");

        var body = (await Rest.GetAsync(Bob, Pins)).Body;

        Assert.Equal([kept], body["messages"]!.AsArray().Select(static one => (string)one!["id"]!));
    }

    [Fact]
    public async Task List_OfARoomWithoutPins_IsEmpty() => Assert.Empty((await Rest.GetAsync(Bob, Pins)).Body["messages"]!.AsArray());

    [Fact]
    public async Task List_IsForThoseWhoMayReadHistory()
    {
        await Rest.PutAsync(Ada, $"{Pins}/{await SayAsync("one")}");
        await Rest.PutAsync(Ada, $"{Lobby}/bans/dan");

        Assert.Equal("not_a_member", (await Rest.GetAsync(Cid, Pins)).Code);
        Assert.Equal("banned", (await Rest.GetAsync("dan", Pins)).Code);
        Assert.Equal("room_not_found", (await Rest.GetAsync(Ada, "/rooms/none/pins")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Rest.GetAsync(Moderator, Pins)).Status);
        Assert.Single((await Rest.GetAsync(BackEnd, Pins)).Body["messages"]!.AsArray());
    }

    private async Task<string> SayAsync(string text) => (string)(await Rest.PostAsync(Bob, $"{Lobby}/messages", $$"""{"data":"{{text}}"}""")).Body["message_id"]!;
}
