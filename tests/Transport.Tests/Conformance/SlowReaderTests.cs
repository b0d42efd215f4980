using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Tests.Rest;
using Streaming.Transport.Tests.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>
/// A client that does not read for a while, on a real socket, in a room and in channels that leave out what is old. Messages are published until all
/// that the sockets and the outbox take is full, and as many again: then it reads on, and finds the newest, and where something is missing, how much.
/// </summary>
public class SlowReaderTests : IAsyncLifetime
{
    /// <summary>The server's half of the outbox and what the operating system takes for it (4 MiB), and 3 MiB that nobody takes.</summary>
    private const int Messages = 160;

    private const int Size = 50_000;
    private const int Keys = 5;

    /// <summary>Of the newest, as many as 256 KiB hold with their envelopes, less the one that may be half on its way.</summary>
    private const int NewestKept = 4;

    private const int SmallBuffer = 4_096;

    private StreamingServer _server = null!;
    private RestClient _rest = null!;

    public static TheoryData<string, string> Places
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (string place in (string[])["room", "log", "tick"])
            {
                foreach (string delivery in (string[])["latest_by_key", "sample", "drop_oldest"])
                    all.Add(place, delivery);
            }

            return all;
        }
    }

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(options =>
        {
            options.RateLimitEnabled = false;
            options.Channels =
            [
                .. Policies(Delivery.LatestByKey, "latest_by_key"), .. Policies(Delivery.Sample, "sample"), .. Policies(Delivery.DropOldest, "drop_oldest"),
            ];
        });
        _rest = new RestClient(_server.Http);
    }

    public async Task DisposeAsync()
    {
        _rest.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task SlowReader_GetsTheNewest_AndIsToldWhatIsMissing_AndHoldsUpNobody(string place, string delivery)
    {
        string field = place == "room" ? "room_id" : "channel_id";
        string name = place == "room" ? "lobby" : $"{place}.{delivery}";
        if (place == "room")
            await _rest.PostAsync("ann", "/rooms", $$"""{"room_id":"lobby","delivery":"{{delivery}}"}""");
        await using var ann = await _server.ConnectAsync("ann");
        await using var bob = await _server.ConnectAsync("bob");
        var enter = new JsonObject { ["type"] = place == "room" ? "join" : "subscribe", [field] = name, ["id"] = "enter" };
        if (place == "room")
            await ann.JoinAsync(name, new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
        await bob.AskAsync(enter.DeepClone().AsObject());
        using var slow = await RawClient.OpenAsync(_server.Http.Port, SmallBuffer, "?user_id=cid");
        await slow.SendAsync(ClientFrame.Text(Encoding.UTF8.GetBytes(enter.ToJsonString())));
        await AnswerAsync(slow, "enter");

        string padding = new('x', Size);
        for (int i = 0; i < Messages; i++)
        {
            var ack = await ann.AskAsync(new JsonObject
            {
                ["type"] = "message", [field] = name, ["data"] = new JsonObject { ["n"] = i, ["padding"] = padding },
                ["metadata"] = new JsonObject { ["key"] = i % Keys },
            });
            Assert.Equal("ack", (string?)ack["type"]);

            // The one who reads has everything, and in its time: the other has not read a byte of it. Looked at one by one, since this client is
            // behind, too, when it is left to read all of it later.
            Assert.Equal(i, (int)(await bob.FindAsync(static message => (string?)message["type"] == "message"))["data"]!["n"]!);
        }

        List<int> got = await ReadAllAsync(slow, field, name);

        Assert.True(got.Count < Messages, "Nothing was left out: the sockets took all of it.");
        Assert.Equal(NewestOf(delivery), got.Intersect(NewestOf(delivery)));
        Assert.DoesNotContain(await bob.EverythingSoFarAsync(), static message => (string?)message["event"] == "skipped");
        Assert.Equal(3, _server.Node.Sessions.Count);
        slow.Reset();
    }

    /// <summary>What has to be there in any case, in order.</summary>
    private static int[] NewestOf(string delivery) => delivery switch
    {
        "latest_by_key" => [.. Enumerable.Range(Messages - Keys, Keys)],
        "drop_oldest" => [.. Enumerable.Range(Messages - NewestKept, NewestKept)],
        _ => [Messages - 1],
    };

    /// <summary>Up to the last message; each has to be the next one after as many as were said to be missing.</summary>
    private static async Task<List<int>> ReadAllAsync(RawClient slow, string field, string name)
    {
        List<int> got = [];
        int next = 0;
        while (next < Messages)
        {
            JsonObject message = await ReceiveAsync(slow);
            if ((string?)message["event"] == "skipped")
            {
                Assert.Equal(name, (string?)message[field]);
                Assert.InRange((int)message["data"]!["skipped"]!, 1, Messages);
                next += (int)message["data"]!["skipped"]!;
            }
            else if ((string?)message["type"] == "message")
            {
                Assert.Equal(next, (int)message["data"]!["n"]!);
                got.Add(next++);
            }
        }

        return got;
    }

    private static async Task AnswerAsync(RawClient client, string id)
    {
        while ((string?)(await ReceiveAsync(client))["id"] != id)
        {
        }
    }

    private static async Task<JsonObject> ReceiveAsync(RawClient client)
    {
        var (first, payload) = await client.ReceiveAsync();
        Assert.Equal(0x81, first);
        return JsonNode.Parse(payload)!.AsObject();
    }

    private static ChannelPolicy[] Policies(Delivery delivery, string name)
    {
        ChannelPolicy One(string kind) => new(NamePattern.Exactly($"{kind}.{name}"))
        {
            Delivery = new DeliveryPolicy(delivery), Publishers = ChannelPublishers.Anyone,
        };
        return [One("log") with { IsPersistent = true }, One("tick")];
    }
}
