using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.Hooks;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Who is brought into a room by another is held to what holds for a join: the number of rooms, and the application's hooks.</summary>
public sealed class AdditionsTests : IAsyncLifetime
{
    private readonly RoomHooksTests.Heard _heard = new();
    private StreamingServer _server = null!;
    private RestClient _rest = null!;

    private static string BackEnd { get; } = RestClient.Token("billing", "service");

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(
            static options =>
            {
                options.Jwt.Secret = TokenForge.Secret;
                options.Limits.MaxRoomsPerUser = 2;
                options.AddRoomHooks<RoomHooksTests.Recording>();
            },
            services => services.AddSingleton(_heard));
        _rest = new RestClient(_server.Http);
        foreach ((string user, string room) in new[] { ("cid", "one"), ("cid", "two"), ("ada", "three") })
            await CreateAsync(user, room);
        await _heard.NextAsync(6);
    }

    public async Task DisposeAsync()
    {
        _rest.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Put_OfWhoIsInAsManyRoomsAsAllowed_IsRefused_ButNotForBackEnds()
    {
        Assert.Equal("room_limit", (await _rest.PutAsync("ada", "/rooms/three/members/cid")).Code);
        Assert.Equal(["ada"], await MembersAsync("three"));

        Assert.True((await _rest.PutAsync(BackEnd, "/rooms/three/members/cid")).Changed);
        Assert.Equal(["ada", "cid"], await MembersAsync("three"));

        // Who is in needs no place.
        Assert.True((await _rest.PutAsync("ada", "/rooms/three/members/cid", """{"role":"guest"}""")).Changed);
    }

    [Fact]
    public async Task Add_OverWebSocket_OfWhoIsInAsManyRoomsAsAllowed_IsRefused_AndBeforeThatIsNot()
    {
        await using var ada = await _server.ConnectAsync("ada");
        Assert.Equal("room_limit", (string?)(await AddAsync(ada, "cid"))["error"]!["code"]);
        Assert.Equal("ack", (string?)(await AddAsync(ada, "dan"))["type"]);
        Assert.Equal(["ada", "dan"], await MembersAsync("three"));
    }

    [Fact]
    public async Task Direct_WithOrByWhoIsInAsManyRoomsAsAllowed_IsRefused_AndTakesNobodysPlace()
    {
        Assert.Equal("room_limit", (await _rest.PostAsync("ada", "/direct/cid")).Code);
        Assert.Equal("room_limit", (await _rest.PostAsync("cid", "/direct/ada")).Code);
        await CreateAsync("ada", "four");
        Assert.Equal("room_limit", (await _rest.PostAsync("ada", "/rooms", """{"room_id":"five"}""")).Code);
    }

    [Fact]
    public async Task Joining_IsAskedAboutWhoIsBroughtIn_AndRefusesThem_ButNotAboutWhoIsIn()
    {
        Assert.Equal(HttpStatusCode.OK, (await _rest.PutAsync("ada", "/rooms/three/members/dan")).Status);
        Assert.Equal(["joining dan three by ada"], await JoiningsAsync(2));
        Assert.True((await _rest.PutAsync("ada", "/rooms/three/members/dan", """{"role":"guest"}""")).Changed);

        // Next comes this, so nothing was asked about the change of the role.
        await using var ada = await _server.ConnectAsync("ada");
        Assert.Equal(("forbidden", "eve-never is not let into three"), ErrorOf(await AddAsync(ada, "eve-never")));
        Assert.Equal("forbidden", (await _rest.PutAsync("ada", "/rooms/three/members/eve-never")).Code);
        Assert.Equal("forbidden", (await _rest.PostAsync("ada", "/direct/eve-never")).Code);
        Assert.Equal("forbidden", (await _rest.PostAsync("fay-never", "/rooms", """{"room_id":"six"}""")).Code);
        Assert.Equal(
            [
                "joining eve-never three by ada", "joining eve-never three by ada", "joining ada direct", "joining eve-never direct by ada",
                "joining fay-never six",
            ],
            await JoiningsAsync(5));
        Assert.Equal(["ada", "dan"], await MembersAsync("three"));
    }

    [Fact]
    public async Task Joining_IsNotAsked_WhereTheRoomRefuses()
    {
        await _rest.PatchAsync("ada", "/rooms/three", """{"max_members":1}""");
        Assert.Equal("room_full", (await _rest.PutAsync("ada", "/rooms/three/members/dan")).Code);
        Assert.Equal("insufficient_role", (await _rest.PutAsync("ada", "/rooms/three/members/dan", """{"role":"owner"}""")).Code);
        Assert.Equal("room_exists", (await _rest.PostAsync("dan", "/rooms", """{"room_id":"three"}""")).Code);
        await CreateAsync("dan", "four");

        Assert.Equal(["joining dan four"], await JoiningsAsync(2));
    }

    [Fact]
    public async Task Leaving_OverRest_IsTold()
    {
        await _rest.PutAsync("ada", "/rooms/three/members/dan");
        await _heard.NextAsync(2);
        Assert.True((await _rest.DeleteAsync("dan", "/rooms/three/members/dan")).Changed);

        Assert.Equal(["leaving dan three", "left dan three by dan"], await _heard.NextAsync(2));
    }

    [Fact]
    public async Task Put_OfWhichAPartIsRefused_AddsNobody()
    {
        await _rest.PutAsync("ada", "/rooms/three/members/dan");
        Assert.Equal("insufficient_role", (await _rest.PutAsync("dan", "/rooms/three/members/eve", """{"granted":["delete_message"]}""")).Code);
        Assert.Equal(["ada", "dan"], await MembersAsync("three"));
    }

    private static (string?, string?) ErrorOf(JsonObject answer) => ((string?)answer["error"]!["code"], (string?)answer["error"]!["message"]);

    private static Task<JsonObject> AddAsync(WsClient client, string user) => client.AskAsync(new JsonObject
    {
        ["type"] = "moderate", ["event"] = "add", ["room_id"] = "three", ["data"] = new JsonObject { ["user_id"] = user },
    });

    private async Task<IEnumerable<string>> JoiningsAsync(int lines) =>
        (await _heard.NextAsync(lines)).Where(static line => line.StartsWith("joining", StringComparison.Ordinal));

    private async Task CreateAsync(string user, string room) =>
        Assert.Equal(HttpStatusCode.Created, (await _rest.PostAsync(user, "/rooms", $$"""{"room_id":"{{room}}"}""")).Status);

    private async Task<IEnumerable<string?>> MembersAsync(string room) =>
        (await _rest.GetAsync(BackEnd, $"/rooms/{room}/members")).Body["members"]!.AsArray().Select(static one => (string?)one!["user_id"]);
}
