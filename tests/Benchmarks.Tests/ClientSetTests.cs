using System.Net;
using System.Net.Sockets;
using System.Text;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Tests;

/// <summary>Against a server that sends prepared bytes.</summary>
public sealed class ClientSetTests
{
    private const int Messages = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Messages_HoweverTheyAreFramedAndCut_ArriveWholeAndInOrder(int seed)
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<Socket> serving = ServeAsync(listener, seed, deadline.Token);

        var events = new Recorder();
        using var clients = new ClientSet(new LinesProtocol(), [((IPEndPoint)listener.LocalEndpoint).Port], events);
        clients.Begin(clients.Add(node: 0, ReadingHabit.Prompt));
        while (events.Sequences.Count < Messages && !serving.IsFaulted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            clients.TurnOnce(Clock.Second / 1000);
        }

        using Socket server = await serving;
        Assert.Equal(Enumerable.Range(0, Messages), events.Sequences);
        Assert.Equal(0, clients.UnderWayCount);
    }

    /// <returns>Still open: what the client sends last is not read, and a reset would be told to it.</returns>
    private static async Task<Socket> ServeAsync(TcpListener listener, int seed, CancellationToken cancellation)
    {
        Socket socket = await listener.AcceptSocketAsync(cancellation);
        byte[] request = new byte[4096];
        await socket.ReceiveAsync(request, cancellation);
        byte[] bytes = [.. "HTTP/1.1 101 Switching Protocols\r\n\r\n"u8, .. Frames(new Random(seed))];
        var random = new Random(seed + 100);
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(bytes.Length - at, random.Next(1, 200));
            await socket.SendAsync(bytes.AsMemory(at, length), cancellation);
            at += length;
        }

        return socket;
    }

    /// <summary>Lines in frames that begin and end anywhere, in fragments, with pings between them.</summary>
    private static byte[] Frames(Random random)
    {
        byte[] text = [.. Enumerable.Range(0, Messages).SelectMany(static i => Line(i))];
        var frames = new List<byte>(ServerBytes.Frame(ServerFrame.Ping, isLast: true, [1, 2, 3]));
        bool isFirst = true;
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(text.Length - at, random.Next(0, 120));
            bool isLast = at + length == text.Length || random.Next(3) > 0;
            frames.AddRange(ServerBytes.Frame(isFirst ? 1 : 0, isLast, text[at..(at + length)]));
            if (random.Next(4) == 0)
                frames.AddRange(ServerBytes.Frame(ServerFrame.Ping, isLast: true, []));
            (at, isFirst) = (at + length, isLast);
        }

        return [.. frames];
    }

    private static byte[] Line(int sequence)
    {
        byte[] stamp = new byte[Stamp.Length];
        new Stamp(0, sequence, 0).Write(stamp);
        return [.. stamp, .. Encoding.ASCII.GetBytes(new string('x', sequence % 90)), (byte)'\n'];
    }

    private sealed class Recorder : IClientEvents
    {
        public List<int> Sequences { get; } = [];

        public void Delivered(ClientConnection listener, ReadOnlySpan<byte> payload, long order) => Sequences.Add(Stamp.Read(payload).Sequence);

        public void Acked(ClientConnection publisher, long number) => throw new NotSupportedException();

        public void Ponged(long intended) => throw new NotSupportedException();
    }
}
