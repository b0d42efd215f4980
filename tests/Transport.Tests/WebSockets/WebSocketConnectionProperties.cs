using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>Whatever a peer sends, in whatever pieces, and whenever the server closes: one end, and nothing left.</summary>
public sealed class WebSocketConnectionProperties
{
    public enum Ending { PeerGoesAway, ServerCloses, ServerDrains, PeerCloses }

    [Fact]
    public void AnyBytes_EndInADefinedClose_WithNothingLeft()
    {
        var frames = Gen.OneOf(
            from payload in ArbMap.Default.GeneratorFor<byte[]>()
            select ClientFrame.Text(payload),
            from payload in ArbMap.Default.GeneratorFor<byte[]>()
            from final in Gen.Elements(true, false)
            from opcode in Gen.Choose(0, 15)
            from reserved in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Choose(1, 7)))
            select ClientFrame.Build((Opcode)opcode, payload, final, reserved: reserved),
            from size in Gen.Choose(1_000, 6_000)
            select ClientFrame.Text(new byte[size]),
            from code in Gen.Choose(990, 1020)
            select ClientFrame.Close(code),
            ArbMap.Default.GeneratorFor<byte[]>());
        var scripts =
            from sent in frames.ListOf()
            from chunk in Gen.Choose(1, 300)
            from cut in Gen.Choose(0, 20)
            from ending in Gen.Elements(Enum.GetValues<Ending>())
            select (bytes: sent.SelectMany(frame => frame).SkipLast(cut).ToArray(), chunk, ending);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Arb.From(scripts), script => RunAsync(script.bytes, script.chunk, script.ending).GetAwaiter().GetResult()));
    }

    private static async Task RunAsync(byte[] bytes, int chunk, Ending ending)
    {
        var clock = new ManualTimeProvider();
        using var wheel = new TimingWheel(clock, NullLogger<TimingWheel>.Instance);
        var counters = new ConnectionCounters();
        var errors = new RecordingLoggers();
        using var peer = new MemoryPeer();
        var connection = new WebSocketConnection(
            new ConnectionId("c"),
            peer.Transport,
            new ConnectionServices(new LimitOptions { MaxMessageSize = 1_000 }, wheel, clock, counters, errors));
        var handler = new TestHandler(connection);

        var running = connection.RunAsync(handler);
        foreach (var piece in bytes.Chunk(chunk))
            await peer.SendAsync(piece);
        switch (ending)
        {
            case Ending.PeerGoesAway:
                peer.EndSending();
                break;
            case Ending.PeerCloses:
                await peer.SendAsync(ClientFrame.Close(1000));
                peer.EndSending();
                break;
            case Ending.ServerCloses:
                connection.Close(CloseReason.Normal);
                break;
            case Ending.ServerDrains:
                connection.Close(CloseReason.Draining);
                break;
        }
        await connection.Outbox.Ended.WaitAsync(Eventually.Patience);
        // A peer that says nothing any more is waited for until the time for that has passed.
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(WebSocketConnection.PeerCloseTimeout);
            return running.IsCompleted;
        });

        var reason = await running;
        Assert.Equal([reason], handler.Closed);
        Assert.Empty(handler.Faults);
        Assert.Empty(errors.Errors);
        Assert.Equal(0, counters.Live);
        Assert.Equal(0, wheel.Count);
        // What the peer got are whole frames, and a close frame only as the last of them.
        var opcodes = peer.ReceivedOpcodes();
        Assert.DoesNotContain((byte)0x88, opcodes.SkipLast(1));
        if (reason is not CloseReason.Lost)
            Assert.Equal((byte)0x88, opcodes[^1]);
    }
}
