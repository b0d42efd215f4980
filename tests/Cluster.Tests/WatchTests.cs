using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>Users who are watched from another node, without a room in common, over the death of the node that has the presence of some of them.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly RedisProcess _redis = new("--save", "");
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}", "--Streaming:Limits:MaxConnectionsPerIp=0");
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Watch_SurvivesTheOwnerOfThePresence_AndShowsNoFalseOffline()
    {
        // So many that every node has the presence of some: the one that dies has too.
        string[] users = [.. Enumerable.Range(1, 24).Select(static i => $"user-{i}")];
        List<WsClient> watched = [];
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        try
        {
            foreach (string user in users)
                watched.Add(await _cluster.ConnectAsync(1, user));

            JsonNode ack = (await AskAsync(ada, "watch", new JsonArray([.. users.Select(static user => (JsonNode)user)])))["data"]!;
            Assert.Equal(users, ack["users"]!.AsArray().Select(static one => (string)one!["user_id"]!));

            await _cluster.Nodes[2].KillAsync();
            foreach (WsClient client in watched)
                await SetBusyAsync(client);

            Dictionary<string, List<string>> told = users.ToDictionary(static user => user, static _ => new List<string>());
            while (told.Values.Any(static statuses => !statuses.Contains("busy")))
            {
                JsonObject update = await ada.FindAsync(static message => (string?)message["event"] == "update");
                told[(string)update["user_id"]!].Add((string)update["data"]!["status"]!);
            }

            Assert.DoesNotContain("offline", told.Values.SelectMany(static statuses => statuses));

            await watched[0].DisposeAsync();
            JsonObject gone = await ada.FindAsync(static message => (string?)message["data"]?["status"] == "offline");
            Assert.Equal(users[0], (string?)gone["user_id"]);
            Assert.Equal((string?)gone["data"]!["last_seen"], (string?)(await LookAsync(users[0]))["last_seen"]);
        }
        finally
        {
            foreach (WsClient client in watched)
                await client.DisposeAsync();
        }
    }

    private static Task<JsonObject> AskAsync(WsClient client, string name, JsonArray users) =>
        client.AskAsync(new JsonObject { ["type"] = "presence", ["event"] = name, ["data"] = new JsonObject { ["users"] = users } });

    private static Task<JsonObject> SetBusyAsync(WsClient client) =>
        client.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = new JsonObject { ["status"] = "busy" } });

    private async Task<JsonNode> LookAsync(string user)
    {
        using var http = new HttpClient();
        JsonNode? found = null;
        await Eventually.HoldsAsync(() =>
        {
            found = http.GetFromJsonAsync<JsonNode>(new Uri(_cluster.Nodes[0].Address, $"/api/v1/presence/{user}")).GetAwaiter().GetResult();
            return found?["last_seen"] is not null;
        });
        return found!;
    }
}
