using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Streaming.Benchmarks.PeerServers.Bare;

/// <summary>
/// A broadcast by room on Kestrel and System.Net.WebSockets, at <c>/rooms</c>. A frame <c>{"join":ROOM}</c> is answered with itself
/// once its sender is a member; a frame <c>{"room":ROOM,"data":…}</c> goes to every member of the room as it came.
/// </summary>
internal sealed class BroadcastEndpoint
{
    /// <summary>Bytes; a client that sends a longer message is cut off.</summary>
    private const int LongestMessage = 64 * 1024;

    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    public static void MapOn(WebApplication app)
    {
        // No keep-alive frames: ws sends none by itself either, and they would cost a timer a connection.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var endpoint = new BroadcastEndpoint();
        app.Map("/rooms", (HttpContext context) => endpoint.ServeAsync(context));
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var member = new Member(socket);
        var joined = new List<Room>(1);
        try
        {
            while (await ReceiveAsync(socket) is { } frame)
                Take(frame, member, joined);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Gone without a close frame, or cut off.
        }
        finally
        {
            foreach (var room in joined)
                room.Leave(member);
        }
    }

    private void Take(byte[] frame, Member member, List<Room> joined)
    {
        var (kind, name) = Envelope.Read(frame);
        var room = _rooms.GetOrAdd(name, static _ => new Room());
        if (kind == EnvelopeKind.Join)
        {
            room.Join(member);
            joined.Add(room);
            member.Send(frame);
            return;
        }
        foreach (var listener in room.Members)
            listener.Send(frame);
    }

    /// <summary>The next message, or null once the other side has closed.</summary>
    private static async ValueTask<byte[]?> ReceiveAsync(WebSocket socket)
    {
        // Waits without a buffer: an idle connection holds none.
        var ready = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (ready.MessageType == WebSocketMessageType.Close)
            return await CloseAsync(socket, WebSocketCloseStatus.NormalClosure);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LongestMessage);
        try
        {
            int length = 0;
            while (length < LongestMessage)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length..LongestMessage), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                    return await CloseAsync(socket, WebSocketCloseStatus.NormalClosure);
                length += part.Count;
                // Its own array, because it lives until the slowest member has it.
                if (part.EndOfMessage)
                    return buffer.AsSpan(0, length).ToArray();
            }
            return await CloseAsync(socket, WebSocketCloseStatus.MessageTooBig);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<byte[]?> CloseAsync(WebSocket socket, WebSocketCloseStatus status)
    {
        await socket.CloseOutputAsync(status, null, CancellationToken.None);
        return null;
    }
}
