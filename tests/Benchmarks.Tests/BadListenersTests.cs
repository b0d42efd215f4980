using System.Net;
using System.Net.Sockets;
using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Tests;

/// <summary>One listener that never reads, and a server that does this or that with it.</summary>
public sealed class BadListenersTests
{
    private const int Size = 4096;

    [Fact]
    public void ServerThatHoldsWhatTheSocketDoesNotTake_HasStalledIt() =>
        Check(new BadListenerFigures(Count: 1, ClosedCount: 0, StalledCount: 1), messages: 2000, static _ => { });

    [Fact]
    public void ServerThatResets_HasClosedIt() =>
        Check(new BadListenerFigures(1, 1, 0), messages: 2000, static server => server.Close(timeout: 0));

    [Fact]
    public void ServerThatEndsBehindWhatIsUnread_HasClosedIt() =>
        Check(new BadListenerFigures(1, 1, 0), messages: 2000, static server => server.Shutdown(SocketShutdown.Send));

    [Fact]
    public void ServerThatSaysGoodbye_HasClosedIt() => Check(
        new BadListenerFigures(1, 1, 0), messages: 1,
        static server => server.Send(ServerBytes.Frame(ServerFrame.Close, isLast: true, [0x0f, 0xa8])));

    [Fact]
    public void ServerThatEndsBehindAFrameOfAnyLength_HasClosedIt() => Check(
        new BadListenerFigures(1, 1, 0), messages: 1,
        static server =>
        {
            server.Send([0x82, 127, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3]);
            server.Shutdown(SocketShutdown.Send);
        });

    [Fact]
    public void SocketThatTakesAllThatIsPublished_IsNoTroubleForTheServer() =>
        Check(new BadListenerFigures(1, 0, 0), messages: 10, static _ => { });

    private static void Check(BadListenerFigures expected, int messages, Action<Socket> end)
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var protocol = new LinesProtocol();
        using var clients = new ClientSet(protocol, [((IPEndPoint)listener.LocalEndpoint).Port], new Nobody());
        var room = new Room("room");
        ClientConnection connection = clients.Add(node: 0, ReadingHabit.Never);
        connection.Enter(room, isListening: true);
        var stream = new PublishedStream(0, connection, room, slot: 0);
        room.Streams.Add(stream);
        clients.Begin(connection);
        using Socket server = Answer(listener, clients);

        var bad = new BadListeners(clients, Size);
        bad.Begin(Clock.Now, Clock.Second);
        byte[] message = [.. Enumerable.Repeat((byte)'x', Size), (byte)'\n'];
        byte[] frame = ServerBytes.Frame(1, isLast: true, message);
        server.Blocking = false;
        bool isFull = false;
        for (int i = 0; i < messages; i++)
        {
            stream.Send();
            isFull = isFull || server.Send(frame, SocketFlags.None, out _) < frame.Length;
        }

        end(server);
        Assert.Equal(expected, bad.End());
    }

    private static Socket Answer(TcpListener listener, ClientSet clients)
    {
        Socket server = listener.AcceptSocket();
        server.Send("HTTP/1.1 101 Switching Protocols\r\n\r\n"u8);
        for (long began = Clock.Now; clients.UnderWayCount > 0;)
        {
            Assert.True(Clock.Now - began < 30 * Clock.Second);
            clients.TurnOnce(Clock.Second / 1000);
        }

        return server;
    }

    private sealed class Nobody : IClientEvents
    {
        public void Delivered(ClientConnection listener, ReadOnlySpan<byte> payload, long order)
        {
        }

        public void Acked(ClientConnection publisher, long number) => throw new NotSupportedException();

        public void Ponged(long intended) => throw new NotSupportedException();
    }
}
