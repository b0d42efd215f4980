using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Node.Operations;

namespace Streaming.Node.Tests.Operations;

/// <summary>Rooms, users and sessions, looked at from a node that has nothing to do with them.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    private NodesInProcess _nodes = null!;
    private RoomId _room;

    public async Task InitializeAsync()
    {
        _nodes = await NodesInProcess.StartAsync(3, "--environment", "Development");
        _room = _nodes.RoomOn(1);
        ClientWebSocket ann = await _nodes.ConnectAsync(2, "ann", _room);
        await NodesInProcess.AskAsync(ann, $$"""{"type":"message","id":"1","room_id":"{{_room}}","data":{"text":"hello"} }""");
    }

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task Room_IsToldOfByItsOwner()
    {
        var room = await _nodes.GetAsync(3, $"/cluster/rooms/{_room}");

        Assert.Equal((_room.Value, "n1", "ann"), (Text(room, "room_id"), Text(room, "owner"), Text(room, "owned_by")));
        Assert.Equal((1, 3, 0), (Number(room, "first_seq"), Number(room, "head"), Number(room, "snapshot_seq")));
        Assert.Equal(_nodes.Node(1).Shards.Current.ShardOf(_room).Value, Number(room, "shard"));
        Assert.True(room.GetProperty("active").GetBoolean());
        Assert.Equal("n2", Assert.Single(room.GetProperty("listening").EnumerateArray()).GetString());
        var member = Assert.Single(room.GetProperty("members").EnumerateArray());
        Assert.Equal(("ann", "owner"), (Text(member, "user_id"), Text(member, "role")));
        Assert.False(room.TryGetProperty("problem", out _));
    }

    [Fact]
    public async Task Log_EndsWithWhatWasSaidLast_OldestFirst()
    {
        var all = await _nodes.GetAsync(3, $"/cluster/rooms/{_room}/log");
        Assert.Equal([1, 2, 3], Entries(all).Select(static entry => Number(entry, "seq")));
        Assert.Equal(["system", "join", "message"], Entries(all).Select(static entry => Text(entry, "type")));
        Assert.Equal("""{"text":"hello"}""", Entries(all)[2].GetProperty("data").GetRawText());

        Assert.Equal([2, 3], Entries(await _nodes.GetAsync(3, $"/cluster/rooms/{_room}/log?limit=2")).Select(static entry => Number(entry, "seq")));
        Assert.Equal([2], Entries(await _nodes.GetAsync(3, $"/cluster/rooms/{_room}/log?limit=1&after=1")).Select(static entry => Number(entry, "seq")));
        Assert.Empty(Entries(await _nodes.GetAsync(3, $"/cluster/rooms/{_room}/log?after=3")));
    }

    [Fact]
    public async Task Verification_OfAWholeLog_FindsNothing()
    {
        var verification = await _nodes.GetAsync(3, $"/cluster/rooms/{_room}/verification");

        Assert.True(verification.GetProperty("good").GetBoolean());
        Assert.Equal((3, 3, 3), (Number(verification, "entries"), Number(verification, "head"), Number(verification, "owner_head")));
        Assert.Equal(0, verification.GetProperty("findings").GetArrayLength());
    }

    [Theory]
    [InlineData("rooms/nowhere")]
    [InlineData("rooms/nowhere/log")]
    [InlineData("rooms/nowhere/verification")]
    [InlineData("rooms/no%20id")]
    public async Task RoomThatIsNotThere_IsNotFound_AndIsNotMade(string path)
    {
        using var response = await _nodes.Http.GetAsync(new Uri(_nodes.UrlOf(3), $"/cluster/{path}"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("room_not_found", Text(JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()), "code"));

        // The owner looked for it in memory that it lets go of after the answer.
        await NodesInProcess.UntilAsync(() => Enumerable.Range(1, 3).Sum(node => _nodes.Node(node).ActiveRooms) == 1);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("after=-1")]
    public async Task Log_AskedForInNoWay_IsRefused(string query)
    {
        using var response = await _nodes.Http.GetAsync(new Uri(_nodes.UrlOf(1), $"/cluster/rooms/{_room}/log?{query}"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/log")]
    [InlineData("/verification")]
    public async Task Room_WhileTheStoreIsAway_IsUnavailable(string part)
    {
        _nodes.Log.IsDown = true;

        using var response = await _nodes.Http.GetAsync(new Uri(_nodes.UrlOf(3), $"/cluster/rooms/{_room}{part}"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        Assert.Equal("unavailable", Text(problem, "code"));
        Assert.Contains("the store is away", Text(problem, "detail"));
        _nodes.Log.IsDown = false;
    }

    [Fact]
    public async Task User_IsFoundWhereverConnected()
    {
        await _nodes.ConnectAsync(3, "ann");

        var user = await _nodes.GetAsync(1, "/cluster/users/ann");

        Assert.Equal(("ann", "online"), (Text(user, "user_id"), Text(user, "status")));
        Assert.Equal(_room.Value, Assert.Single(user.GetProperty("rooms").EnumerateArray()).GetString());
        Assert.Equal(["n2", "n3"], user.GetProperty("sessions").EnumerateArray().Select(static session => Text(session, "node_id")).Order());
    }

    [Fact]
    public async Task User_WhomNobodyKnows_IsOffline()
    {
        var user = await _nodes.GetAsync(1, "/cluster/users/zoe");

        Assert.Equal(("offline", 0), (Text(user, "status"), user.GetProperty("sessions").GetArrayLength()));
    }

    [Fact]
    public async Task Sessions_AreListed_WithoutWhatResumesThem()
    {
        await _nodes.ConnectAsync(1, "bob");

        string text = await _nodes.Http.GetStringAsync(new Uri(_nodes.UrlOf(3), "/cluster/sessions"));
        var list = JsonSerializer.Deserialize<JsonElement>(text);

        Assert.DoesNotContain("token", text);
        Assert.Equal(2, Number(list, "total"));
        Assert.Equal([("ann", "n2"), ("bob", "n1")], list.GetProperty("sessions").EnumerateArray().Select(static one => (Text(one, "user_id"), Text(one, "node_id"))));

        string id = Text(list.GetProperty("sessions")[1], "session_id")!;
        var one = await _nodes.GetAsync(2, $"/cluster/sessions?session={id}");
        Assert.Equal("bob", Text(Assert.Single(one.GetProperty("sessions").EnumerateArray()), "user_id"));
        Assert.Equal(1, Number(await _nodes.GetAsync(2, "/cluster/sessions?user=ann"), "total"));
        Assert.Equal(0, Number(await _nodes.GetAsync(2, "/cluster/sessions?user=zoe"), "total"));
    }

    private static List<JsonElement> Entries(JsonElement log) => [.. log.GetProperty("entries").EnumerateArray()];

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
