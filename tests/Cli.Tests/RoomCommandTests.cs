using System.Net.WebSockets;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Node.Operations;

namespace Streaming.Cli.Tests;

/// <summary>The verbs about rooms, logs, users and sessions, asked of a node that has nothing to do with them.</summary>
public sealed class RoomCommandTests : IAsyncLifetime
{
    private NodesInProcess _nodes = null!;
    private RoomId _room;

    public async Task InitializeAsync()
    {
        _nodes = await NodesInProcess.StartAsync(3, "--environment", "Development");
        _room = _nodes.RoomOn(1);
        ClientWebSocket ann = await _nodes.ConnectAsync(2, "ann", _room);
        for (int i = 1; i <= 3; i++)
            await NodesInProcess.AskAsync(ann, $$"""{"type":"message","id":"{{i}}","room_id":"{{_room}}","data":{"text":"hello {{i}}"} }""");
    }

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task RoomShow_SaysWhereItIs_AndWhoIsInIt()
    {
        Run run = await AskAsync($"room show {_room}");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, static line => line.StartsWith("node ", StringComparison.Ordinal) && line.Contains("n1, shard ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, static line => line.EndsWith("1 to 5: 5 entries", StringComparison.Ordinal));
        Assert.Matches("^ann +owner ", run.Lines[^1]);
    }

    [Fact]
    public async Task RoomTail_IsALineAnEntry_OldestFirst()
    {
        Run run = await AskAsync($"room tail {_room} -n 2");

        Assert.Equal(2, run.Lines.Length);
        Assert.Matches(@"^4  \d\d-\d\d \d\d:\d\d:\d\d\.\d{3}  message  ann  \{""text"":""hello 2""\}$", run.Lines[0]);
        Assert.Matches(@"^5  .* \{""text"":""hello 3""\}$", run.Lines[1]);

        Run json = await AskAsync($"room tail {_room} --json");
        Assert.Equal([1, 2, 3, 4, 5], json.Lines.Select(static line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task LogVerify_OfAGoodLog_EndsWith0()
    {
        Run run = await AskAsync($"log verify {_room}");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Matches("^verdict +good$", run.Lines[^1]);
    }

    [Fact]
    public async Task LogVerify_OfADamagedLog_NamesWhatAndWhere_AndEndsWith1()
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", """
            {"room_id":"lobby","good":false,"epoch":"e1","first_seq":1,"head":9,"entries":8,"owner_head":9,"findings":[
              {"seq":4,"fault":"missing","severity":"error","detail":"this entry is missing"},
              {"seq":7,"fault":"unreadable","severity":"error","detail":"edited by hand"},
              {"seq":9,"fault":"in_doubt","severity":"warning","detail":"perhaps"}]}
            """);

        Run run = await Run.OfAsync(node.Url, "log verify lobby");
        Assert.Equal((ExitCode.Wrong, ""), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, static line => line.EndsWith("2 errors", StringComparison.Ordinal));
        Assert.Matches("^ +4  missing +this entry is missing$", run.Lines[^3]);
        Assert.Matches("^ +7  unreadable +edited by hand$", run.Lines[^2]);
        Assert.Matches("^ +9  in doubt +perhaps$", run.Lines[^1]);

        Run json = await Run.OfAsync(node.Url, "log verify lobby --json");
        Assert.Equal((ExitCode.Wrong, 3), (json.ExitCode, json.Json.GetProperty("findings").GetArrayLength()));
    }

    [Fact]
    public async Task RoomThatIsNotThere_IsNotFound()
    {
        foreach (string command in (string[])["room show nowhere", "room tail nowhere", "log verify nowhere"])
            Assert.Equal((ExitCode.NotFound, "streamctl: there is no such room\n"), ((await AskAsync(command)).ExitCode, (await AskAsync(command)).Error));
    }

    [Fact]
    public async Task UserShow_SaysWhere_AndByWhichConnections()
    {
        Run run = await AskAsync("user show ann");

        Assert.Matches("^status +online$", run.Lines[1]);
        Assert.Contains(_room.Value, run.Lines[2]);
        Assert.Matches("^[0-9a-z]{13}  ann +n2 ", run.Lines[^1]);
        Assert.Matches("^status +offline$", (await AskAsync("user show nobody")).Lines[1]);
    }

    [Fact]
    public async Task SessionShow_ListsAll_OrTellsOfOne()
    {
        Run list = await AskAsync("session show");
        string id = list.Lines[^1].Split(' ')[0];

        Run one = await AskAsync($"session show {id}");
        Assert.Matches($"^session +{id}$", one.Lines[0]);
        Assert.Matches("^node +n2$", one.Lines[2]);

        Run none = await AskAsync("session show nothing");
        Assert.Equal((ExitCode.NotFound, "streamctl: no session nothing is connected\n"), (none.ExitCode, none.Error));
        Assert.Equal("nobody is connected", (await AskAsync("session show --user zoe")).Lines[^1]);
    }

    [Fact]
    public async Task TailOfTextThatWouldSteerTheTerminal_IsMadeHarmless()
    {
        await using var node = await FakeNode.StartAsync(200, "application/json", """
            {"room_id":"r","epoch":"e","first_seq":1,"head":1,"entries":[
              {"id":"e-1","type":"message","room_id":"r","user_id":"ann","data":"a&b","timestamp":"2026-01-01T00:00:00.000Z","seq":1}]}
            """.Replace("&", "\u009b", StringComparison.Ordinal));

        Assert.EndsWith("\"a\uFFFDb\"", (await Run.OfAsync(node.Url, "room tail r")).Lines[0]);
    }

    private Task<Run> AskAsync(string command) => Run.OfAsync(_nodes.UrlOf(3), command);
}
