using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Tests;

/// <summary>One connection that publishes to itself, and a server that makes one mistake, with its third message.</summary>
public sealed class LoadGeneratorTests
{
    private const int Third = 2;

    [Fact]
    public void Server_ThatDoesAsItShould_HasNothingWrong()
    {
        Ledger? ledger = Publish(static (number, id, payload) => [ScriptedNode.Ack(id), ScriptedNode.Delivery(payload, number)]);

        Assert.True(ledger is null or { WrongCount: 0, FirstTrouble: null }, ledger?.FirstTrouble);
    }

    [Fact]
    public void AckThatComesTwice_IsDoubled()
    {
        Ledger? ledger = Publish(static (number, id, payload) =>
            [ScriptedNode.Ack(id), ScriptedNode.Delivery(payload, number), .. number == Third ? [ScriptedNode.Ack(id)] : Array.Empty<string>()]);

        Assert.True(ledger is null or { DoubledCount: 1, WrongCount: 1 }, ledger?.FirstTrouble);
    }

    [Fact]
    public void AckOfAnotherMessage_MakesUpForNone()
    {
        string first = "";
        void Run() => Publish((number, id, payload) =>
        {
            first = number == 0 ? id : first;
            return [ScriptedNode.Ack(number == Third ? first : id), ScriptedNode.Delivery(payload, number)];
        });

        if (OperatingSystem.IsLinux())
            Assert.Contains("acked", Assert.Throws<VoidRunException>(Run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeliveryThatIsPassedOver_IsLostOnce()
    {
        Ledger? ledger = Publish(static (number, id, payload) =>
            [ScriptedNode.Ack(id), .. number == Third ? Array.Empty<string>() : [ScriptedNode.Delivery(payload, number)]]);

        Assert.True(ledger is null or { LostCount: 1, WrongCount: 1 }, $"{ledger?.LostCount} lost; {ledger?.FirstTrouble}");
    }

    /// <returns>Null where the generator does not run.</returns>
    private static Ledger? Publish(Func<int, string, string, IEnumerable<string>> answer)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var node = new ScriptedNode(answer);
        Task serving = node.ServeAsync(deadline.Token);
        var server = new PeerServer([node.Port], []);
        using var generator = new LoadGenerator(new OursProtocol(), server, Stamp.Length, deadline.Token) { Patience = TimeSpan.FromSeconds(2) };
        var room = new Room("room");
        ClientConnection connection = generator.Connect();
        connection.Enter(room, isListening: true);
        generator.AddStream(connection, room);
        generator.SetUp();
        generator.Run(new RatePace(100), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        Assert.False(serving.IsFaulted, $"{serving.Exception}");
        return generator.Ledger;
    }
}
