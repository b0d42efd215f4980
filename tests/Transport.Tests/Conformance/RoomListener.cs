using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.WebSockets;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>
/// Somebody who wants all that is said in a room, on a connection as the world has them. It comes back whenever that
/// ends, goes on where it was, and checks that every event is the next one.
/// </summary>
/// <param name="every">How many events it takes between two turns of its habit.</param>
/// <param name="said">Ends when all has been said but the last word.</param>
internal sealed class RoomListener(
    StreamingServer server, string user, string room, RoomListener.Habit habit, int every, Task said)
{
    public const string LastWord = "that is all";

    private const int SmallBuffer = 4_096;

    private string? _token;
    private int _taken;

    public enum Habit
    {
        Reads,

        /// <summary>Takes little at a time, and pauses.</summary>
        ReadsSlowly,

        /// <summary>Stops reading until all has been said.</summary>
        Stalls,

        /// <summary>Closes, and takes what comes until the server has closed too.</summary>
        Closes,

        Resets,
    }

    /// <summary>The seq of the last event that came.</summary>
    public long Last { get; private set; }

    /// <summary>How often it was closed because it was too slow.</summary>
    public int TooSlow { get; private set; }

    /// <summary>How often it went on with the session of a connection before.</summary>
    public int Resumed { get; private set; }

    public async Task ListenAsync()
    {
        while (!await ListenOnceAsync())
        {
        }
    }

    // True: the last word has come. False: the connection has ended.
    private async Task<bool> ListenOnceAsync()
    {
        var buffer = habit is Habit.ReadsSlowly or Habit.Stalls ? SmallBuffer : (int?)null;
        var query = $"?user_id={user}" + (_token is null ? "" : $"&resume_token={_token}");
        using var client = await RawClient.OpenAsync(server.Http.Port, buffer, query);
        var closing = false;
        while (true)
        {
            var (first, payload) = await client.ReceiveAsync();
            if (first == 0x88)
            {
                TooSlow += BinaryPrimitives.ReadUInt16BigEndian(payload) == 4008 ? 1 : 0;
                if (!closing)
                    await client.SendAsync(ClientFrame.Build(Opcode.Close, payload));
                return false;
            }

            Assert.Equal(0x81, first);
            var message = JsonNode.Parse(payload)!.AsObject();
            if ((string?)message["type"] == "welcome")
                await client.SendAsync(ClientFrame.Text(Encoding.UTF8.GetBytes(Entry(message["data"]!).ToJsonString())));
            if ((string?)message["id"] == "entry")
                CheckEntry(message);
            if (message["seq"] is not { } seq)
                continue;
            Assert.Equal(Last + 1, (long)seq);
            Last++;
            if (message["data"] is JsonValue said && said.TryGetValue<string>(out var text) && text == LastWord)
            {
                client.Reset();
                return true;
            }
            if (closing)
                continue;
            if (await TakeTurnAsync(client) is not { } goesOn)
                return false;
            closing = !goesOn;
        }
    }

    private JsonObject Entry(JsonNode welcome)
    {
        _token = (string)welcome["resume_token"]!;
        var goesOn = welcome["rooms"] is JsonArray rooms && rooms.Any(name => (string?)name == room);
        Resumed += goesOn ? 1 : 0;
        return goesOn
            ? new JsonObject
            {
                ["type"] = "resume",
                ["id"] = "entry",
                ["data"] = new JsonObject { ["positions"] = new JsonObject { [room] = new JsonObject { ["seq"] = Last } } },
            }
            : new JsonObject { ["type"] = "join", ["id"] = "entry", ["room_id"] = room, ["since"] = Last };
    }

    private void CheckEntry(JsonObject answer)
    {
        var told = answer["data"]?["rooms"]?[room] ?? answer["data"];
        Assert.True((bool?)told?["recovered"], answer.ToJsonString());
    }

    // Null: it has gone. False: it has closed, and reads on.
    private async Task<bool?> TakeTurnAsync(RawClient client)
    {
        if (++_taken % every != 0 || said.IsCompleted)
            return true;
        switch (habit)
        {
            case Habit.Reads:
                return true;
            case Habit.ReadsSlowly:
                await Task.Delay(1);
                return true;
            case Habit.Stalls:
                await said;
                return true;
            case Habit.Closes:
                await client.SendAsync(ClientFrame.Close(1000));
                return false;
            case Habit.Resets:
                client.Reset();
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
