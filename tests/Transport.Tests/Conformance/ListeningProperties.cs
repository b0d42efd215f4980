using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>
/// Over real sockets: publishers that do not wait for their acks, and listeners that read fast, slowly, or not at all,
/// close and break off in the middle, and come back. Each has every event of the room once and in order.
/// </summary>
public class ListeningProperties
{
    private const string Room = "lobby";
    private const int SaidBytes = 6_000_000;

    [Fact]
    public void WhateverListenersDo_EachHasTheRoomExactly()
    {
        var habits =
            from habit in Gen.Elements(Enum.GetValues<RoomListener.Habit>())
            from every in Gen.Choose(3, 60)
            select (habit, every);
        var scenes =
            from listeners in habits.ArrayOf(10)
            from staysAway in Gen.Choose(1, 20)
            from publishers in Gen.Choose(1, 3)
            from size in Gen.Elements(5_000, 20_000)
            select (
                listeners: listeners.Append((RoomListener.Habit.Stalls, staysAway)).Append((RoomListener.Habit.Resets, 7)).ToArray(),
                publishers,
                size);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2),
            Prop.ForAll(
                Arb.From(scenes),
                scene => RunAsync(scene.listeners, scene.publishers, scene.size).GetAwaiter().GetResult()));
    }

    private static async Task RunAsync((RoomListener.Habit Habit, int Every)[] habits, int publishers, int size)
    {
        var server = await StreamingServer.StartAsync(options =>
        {
            options.RateLimitEnabled = false;
            options.Limits.MaxOutboundBytes = 262_144;
        });
        await TalkAsync(server, habits, publishers, size);
        // Not when that failed: whoever is still connected would hide why.
        await server.DisposeAsync();
    }

    private static async Task TalkAsync(
        StreamingServer server, (RoomListener.Habit Habit, int Every)[] habits, int publishers, int size)
    {
        await using var host = await EnterAsync(server, "host");

        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listeners = habits
            .Select((of, i) => new RoomListener(server, $"listener-{i}", Room, of.Habit, of.Every, said.Task)).ToArray();
        var listening = Task.WhenAll(listeners.Select(listener => Task.Run(listener.ListenAsync)));
        // All listen, and all talkers are there, before the first says something: who enters listens for a moment, and could be too slow itself.
        var talkers = await Task.WhenAll(Enumerable.Range(0, publishers).Select(i => EnterAsync(server, $"publisher-{i}")));
        await Eventually.HoldsAsync(() => listening.IsFaulted || listeners.All(listener => listener.Last > 0));
        await Task.WhenAll(talkers.Select(talker => PublishAsync(talker, SaidBytes / publishers / size, size)));
        said.SetResult();
        var last = await host.SayAsync(Room, RoomListener.LastWord);

        await listening.WaitAsync(Eventually.Patience);
        var seq = (long)last["data"]!["seq"]!;
        Assert.All(listeners, listener => Assert.Equal(seq, listener.Last));
        // Both have to occur, or this would not see what it is for.
        Assert.NotEqual(0, listeners.Sum(listener => listener.TooSlow));
        Assert.NotEqual(0, listeners.Sum(listener => listener.Resumed));
    }

    private static async Task PublishAsync(WsClient talker, int messages, int size)
    {
        await using var client = talker;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < messages; i++)
            {
                await client.SendAsync(new JsonObject
                {
                    ["type"] = "message", ["room_id"] = Room, ["id"] = $"m-{i}", ["data"] = new string((char)('a' + (i % 26)), size),
                });
            }
        });
        for (var i = 0; i < messages; i++)
            Assert.Equal("ack", (string?)(await client.FindAsync(message => (string?)message["id"] == $"m-{i}"))["type"]);
        await sending;
    }

    // A member, and no listener.
    private static async Task<WsClient> EnterAsync(StreamingServer server, string user)
    {
        var client = await server.ConnectAsync(user);
        await client.JoinAsync(Room);
        await client.AskAsync(new JsonObject { ["type"] = "leave", ["room_id"] = Room });
        return client;
    }
}
