using System.Net;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>How far members have read, which rooms they are in, and what there is to read.</summary>
public sealed class ReadMarkersTests : RestFixture
{
    [Fact]
    public async Task Marker_IsSet_AndShownToMembers()
    {
        await WriteAsync(Ada, 3); // 4, 5, 6
        var put = await Rest.PutAsync(Bob, $"{Lobby}/read-markers", """{"seq":5}""");
        var page = await Rest.GetAsync(Ada, $"{Lobby}/read-markers");

        Assert.Equal(("bob", 5L), ((string?)put.Body["user_id"], put.Seq));
        Assert.Equal([("ada", 2L), ("bob", 5L)], Markers(page));
    }

    [Fact]
    public async Task Marker_MovesForward_AndNoFurtherThanTheLog()
    {
        // Answered with what holds, not with what was asked.
        foreach ((int seq, long holds) in new[] { (3, 3L), (99, 3L), (1, 3L) })
            Assert.Equal(holds, (await Rest.PutAsync(Bob, $"{Lobby}/read-markers", $$"""{"seq":{{seq}}}""")).Seq);

        Assert.Equal(("bob", 3L), Markers(await Rest.GetAsync(Ada, $"{Lobby}/read-markers?after=ada")).Single());
    }

    [Fact]
    public async Task Marker_IsHeardByTheOthers()
    {
        await using var ada = await ListenAsync(Ada);
        await Rest.PutAsync(Bob, $"{Lobby}/read-markers", """{"seq":3}""");
        var heard = await ada.NextAsync();
        while ((string?)heard["event"] != "read")
            heard = await ada.NextAsync();

        Assert.Equal(("bob", 3), ((string?)heard["user_id"], (int?)heard["data"]!["seq"]));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"seq":-1}""")]
    [InlineData("""{"seq":"3"}""")]
    [InlineData("""{"seq":9223372036854775808}""")]
    public async Task Marker_ThatIsNone_IsRefused(string body) =>
        await AssertRefusedAsync("invalid_message", () => Rest.PutAsync(Bob, $"{Lobby}/read-markers", body));

    [Fact]
    public async Task Markers_AreForMembers_AndReadByThoseAboveTheRoom()
    {
        await AssertRefusedAsync("not_a_member", () => Rest.PutAsync(Cid, $"{Lobby}/read-markers", """{"seq":1}"""));
        await AssertRefusedAsync("not_a_member", () => Rest.GetAsync(Cid, $"{Lobby}/read-markers"));
        Assert.Equal(2, Markers(await Rest.GetAsync(BackEnd, $"{Lobby}/read-markers")).Count());
    }

    [Fact]
    public async Task Rooms_OfAUser_AreShownAsTheyAreToThem()
    {
        await Rest.PostAsync(Bob, "/rooms", """{"room_id":"bobs","private":true}""");
        var mine = await Rest.GetAsync(Bob, "/users/bob/rooms");
        var theirs = await Rest.GetAsync(BackEnd, "/users/bob/rooms");

        Assert.Equal(
            [("bobs", "owner"), ("lobby", "member")],
            mine.Body["rooms"]!.AsArray().Select(static room => ((string)room!["room_id"]!, (string)room["membership"]!["role"]!)));
        Assert.Equal(mine.Body.ToJsonString(), theirs.Body.ToJsonString());
    }

    [Theory]
    [InlineData("/users/bob/rooms")]
    [InlineData("/users/bob/unread")]
    public async Task Rooms_OfAUser_AreNobodyElses(string path)
    {
        Assert.Equal("forbidden", (await Rest.GetAsync(Ada, path)).Code);
        Assert.Equal("forbidden", (await Rest.GetAsync(Moderator, path)).Code);
        Assert.Equal(HttpStatusCode.OK, (await Rest.GetAsync(Bob, path)).Status);
    }

    [Fact]
    public async Task Unread_IsCounted()
    {
        await WriteAsync(Ada, 3);
        Assert.Equal((6L, 3L, 3, null), await UnreadAsync(Bob));
        await Rest.PutAsync(Bob, $"{Lobby}/read-markers", """{"seq":5}""");
        Assert.Equal((6L, 5L, 1, null), await UnreadAsync(Bob));
        Assert.Equal((6L, 2L, 0, null), await UnreadAsync(Ada)); // her own
    }

    private async Task WriteAsync(string who, int count)
    {
        for (int i = 0; i < count; i++)
            Assert.Equal(HttpStatusCode.Created, (await Rest.PostAsync(who, $"{Lobby}/messages", """{"data":"x"}""")).Status);
    }

    private async Task<(long, long, int, bool?)> UnreadAsync(string user)
    {
        var room = (await Rest.GetAsync(user, $"/users/{user}/unread")).Body["rooms"]![0]!;
        return ((long)room["last_seq"]!, (long)room["marker"]!, (int)room["unread"]!, (bool?)room["capped"]);
    }

    private static IEnumerable<(string, long)> Markers(RestReply page) =>
        page.Body["markers"]!.AsArray().Select(static one => ((string)one!["user_id"]!, (long)one["seq"]!));
}
