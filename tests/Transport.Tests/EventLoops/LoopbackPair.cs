using System.Net;
using System.Net.Sockets;
using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

/// <summary>A connection over the loopback address: the server's end on a loop, and its peer.</summary>
internal sealed class LoopbackPair : IDisposable
{
    private LoopbackPair(LoopSocket server, Socket peer)
    {
        Server = server;
        Peer = peer;
    }

    public LoopSocket Server { get; }

    public Socket Peer { get; }

    /// <param name="peerBuffer">Bytes that the operating system takes in for a peer that does not read.</param>
    /// <param name="serverBuffer">The same for the server.</param>
    public static async Task<LoopbackPair> ConnectAsync(EventLoop loop, int? peerBuffer = null, int? serverBuffer = null)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (serverBuffer is { } bytes)
            listener.ReceiveBufferSize = bytes;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (peerBuffer is { } peerBytes)
            peer.ReceiveBufferSize = peerBytes;
        await peer.ConnectAsync(listener.LocalEndPoint!);
        var address = new byte[64];
        var accepted = FileDescriptor.Of(LibC.Accept(listener.SafeHandle, address, out _), "accept4");
        return new LoopbackPair(new LoopSocket(accepted, loop), peer);
    }

    /// <summary>Sends as much as both operating systems' buffers take.</summary>
    public int FillServer()
    {
        Peer.Blocking = false;
        var sent = 0;
        var bytes = new byte[65_536];
        while (true)
        {
            var count = Peer.Send(bytes, 0, bytes.Length, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                break;
            Assert.Equal(SocketError.Success, error);
            sent += count;
        }
        Peer.Blocking = true;
        return sent;
    }

    /// <summary>Everything that comes until <paramref name="count"/> bytes are there.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var received = await Peer.ReceiveAsync(bytes.AsMemory(at), deadline.Token);
            Assert.True(received > 0, $"The stream ended after {at} of {count} bytes");
            at += received;
        }
        return bytes;
    }

    /// <summary>The peer goes away without a word, as one that crashes does.</summary>
    public void ResetByPeer()
    {
        Peer.LingerState = new LingerOption(true, 0);
        Peer.Close();
    }

    public void Dispose()
    {
        Server.Dispose();
        Peer.Dispose();
    }
}
