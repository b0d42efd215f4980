using System.Buffers.Binary;
using System.Text;
using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// Many WebSocket clients on the thread that calls it: one epoll, one buffer for what comes, frames read where they lie, no object and
/// no hop for a message. What is to be sent leaves at the end of a turn, each socket's bytes in one call.
/// </summary>
internal sealed class ClientSet(IPeerProtocol protocol, IReadOnlyList<int> ports, IClientEvents events) : IDisposable
{
    /// <summary>Bytes taken from a socket at once: several hundred messages, and still in the processor's cache.</summary>
    private const int MostReceived = 256 * 1024;

    /// <summary>Connections from one address of 127.0.0.x; Linux gives each some 28,000 ports.</summary>
    private const int PerAddress = 20_000;

    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[LoadGenerator.LongestFrame + MostReceived];
    private readonly MessageWriter _writer = new();
    private readonly List<ClientConnection> _connections = [];
    private readonly List<ClientConnection> _flushDue = [];
    private readonly int _opcode = protocol.IsBinary ? ClientFrame.Binary : ClientFrame.Text;

    public IReadOnlyList<ClientConnection> Connections => _connections;

    /// <summary>When the bytes that are being looked at were there.</summary>
    public long Now { get; private set; }

    /// <summary>Connections that have begun and are not through all their steps.</summary>
    public int UnderWayCount { get; private set; }

    /// <summary>Steps that are done, of all connections.</summary>
    public long StepCount { get; private set; }

    public ClientConnection Add(int node, ReadingHabit habit)
    {
        var added = new ClientConnection(_connections.Count, node) { Habit = habit };
        _connections.Add(added);
        return added;
    }

    /// <summary>
    /// Begins to connect one that was added, or lets one that is ready join the rooms that it entered since; <see cref="TurnOnce"/> takes it
    /// through its steps.
    /// </summary>
    public void Begin(ClientConnection connection)
    {
        UnderWayCount++;
        if (connection.Step == ConnectionStep.Ready)
        {
            JoinNext(connection);
            return;
        }

        connection.Socket = LibC.Connect(ports[connection.Node], 1 + (connection.Number / PerAddress), connection.IsSlow);
        connection.WaitsForRoom = true;
        _epoll.Watch(connection.Socket, connection.Number, forWriting: true);
    }

    /// <summary>Waits for something to happen, but not longer than this, and deals with it.</summary>
    /// <returns>How many sockets had something.</returns>
    /// <exception cref="VoidRunException">A connection broke, or something was refused.</exception>
    public int TurnOnce(long nanoseconds)
    {
        Flush();
        int ready = _epoll.Wait(nanoseconds);
        for (int i = 0; i < ready; i++)
        {
            (int number, bool isReadable, bool isWritable) = _epoll[i];
            ClientConnection connection = _connections[number];
            if (connection.Step == ConnectionStep.Closed)
                continue;
            if (isWritable)
                OnWritable(connection);
            if (isReadable)
                OnReadable(connection);
        }

        Flush();
        return ready;
    }

    public void Publish(ClientConnection publisher, Room room, ReadOnlySpan<byte> payload)
    {
        _writer.Clear();
        protocol.WritePublish(_writer, room.Name, publisher.Acks.Next(), payload);
        Send(publisher, _opcode, _writer.Written);
    }

    public void Ping(ClientConnection connection, long intended)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, intended);
        Send(connection, ServerFrame.Ping, payload);
    }

    public void KeepAlive(ClientConnection connection)
    {
        if (connection.Step == ConnectionStep.Closed)
            return;
        _writer.Clear();
        protocol.WriteKeepAlive(_writer);
        Send(connection, _opcode, _writer.Written);
    }

    /// <summary>What comes for it is left to the kernel from now on, but for <see cref="Drip"/>.</summary>
    public void StopReading(ClientConnection connection)
    {
        _epoll.Forget(connection.Socket);
        connection.Step = ConnectionStep.Unread;
    }

    /// <summary>Takes one byte, to be looked at when it is read again; whether the server has hung up is no matter.</summary>
    public static void Drip(ClientConnection connection)
    {
        int got = LibC.Receive(connection.Socket, connection.Incoming.Space(1));
        connection.Incoming.Added(Math.Max(0, got));
    }

    /// <summary>Bytes that came for one that is not read: those that it dripped, and those that lie in its socket.</summary>
    public int CountUnread(ClientConnection connection) =>
        connection.Incoming.Length + Math.Max(0, LibC.Peek(connection.Socket, _buffer));

    /// <summary>Reads again what was left unread. If the server has ended it, it will be <see cref="ConnectionStep.Closed"/>.</summary>
    public void ResumeReading(ClientConnection connection) => _epoll.Watch(connection.Socket, connection.Number, connection.WaitsForRoom);

    public static void HangUp(ClientConnection connection)
    {
        connection.Step = ConnectionStep.Closed;
        _ = LibC.Close(connection.Socket);
    }

    public void Dispose()
    {
        foreach (ClientConnection connection in _connections.Where(static one => one.Socket >= 0 && one.Step != ConnectionStep.Closed))
        {
            LibC.ResetOnClose(connection.Socket);
            _ = LibC.Close(connection.Socket);
        }

        _epoll.Dispose();
    }

    private void Send(ClientConnection connection, int opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> space = connection.Outgoing.Space(payload.Length + ClientFrame.LongestHeader);
        connection.Outgoing.Added(ClientFrame.Write(space, opcode, payload));
        FlushLater(connection);
    }

    private void FlushLater(ClientConnection connection)
    {
        if (connection.IsFlushDue)
            return;
        connection.IsFlushDue = true;
        _flushDue.Add(connection);
    }

    private void Flush()
    {
        foreach (ClientConnection connection in _flushDue)
        {
            connection.IsFlushDue = false;
            if (!connection.WaitsForRoom && connection.Step != ConnectionStep.Closed)
                SendWaiting(connection);
        }

        _flushDue.Clear();
    }

    private void SendWaiting(ClientConnection connection)
    {
        int sent = LibC.Send(connection.Socket, connection.Outgoing.Waiting);
        if (sent < 0 && LibC.LastError != LibC.WouldBlock)
        {
            EndedByServer(connection, $"connection {connection.Number} broke while it sent (error {LibC.LastError})");
            return;
        }

        connection.Outgoing.Taken(Math.Max(0, sent));
        bool waits = connection.Outgoing.Length > 0;
        if (waits == connection.WaitsForRoom)
            return;
        connection.WaitsForRoom = waits;
        _epoll.Change(connection.Socket, connection.Number, waits);
    }

    private void OnWritable(ClientConnection connection)
    {
        if (connection.Step == ConnectionStep.Connecting)
        {
            if (LibC.ErrorOf(connection.Socket) is var error and not 0)
                throw new VoidRunException($"connection {connection.Number} could not be made (error {error})");
            connection.Step = ConnectionStep.Handshake;
            WriteHandshake(connection);
        }

        SendWaiting(connection);
    }

    private void WriteHandshake(ClientConnection connection)
    {
        string subprotocol = protocol.Subprotocol is { } name ? $"Sec-WebSocket-Protocol: {name}\r\n" : "";
        string request = $"GET {protocol.TargetOf(connection.Number)} HTTP/1.1\r\nHost: 127.0.0.1:{ports[connection.Node]}\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + $"{subprotocol}\r\n";
        Span<byte> space = connection.Outgoing.Space(request.Length);
        connection.Outgoing.Added(Encoding.ASCII.GetBytes(request, space));
    }

    private void OnReadable(ClientConnection connection)
    {
        int carried = connection.Incoming.Length;
        connection.Incoming.Waiting.CopyTo(_buffer);
        int got = LibC.Receive(connection.Socket, _buffer.AsSpan(carried, MostReceived));
        if (got < 0 && LibC.LastError == LibC.WouldBlock)
            return;
        if (got <= 0)
        {
            EndedByServer(connection, $"connection {connection.Number} was ended by the server while it was {connection.Step}");
            return;
        }

        if (connection.IsDiscarding)
            return;
        Now = Clock.Now;
        Span<byte> bytes = _buffer.AsSpan(0, carried + got);
        if (connection.Step == ConnectionStep.Handshake)
        {
            if (TakeHandshake(connection, bytes) is not (> 0 and var head))
            {
                Carry(connection, default, bytes);
                return;
            }

            bytes = bytes[head..];
        }

        try
        {
            TakeFrames(connection, bytes);
        }
        catch (InvalidDataException) when (connection.Step == ConnectionStep.Unread)
        {
            // NATS sends all that it held for a connection in one frame, of any length.
            connection.Incoming.Clear();
            connection.IsDiscarding = true;
        }
    }

    /// <returns>The bytes of the answer's head; 0 as long as its end has not come.</returns>
    private int TakeHandshake(ClientConnection connection, ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return 0;
        if (!bytes.StartsWith("HTTP/1.1 101"u8))
            throw new VoidRunException($"the handshake was answered with: {Encoding.ASCII.GetString(bytes[..end])}");
        connection.Step = ConnectionStep.Opening;
        _writer.Clear();
        bool waits = protocol.WriteOpening(_writer);
        if (_writer.Length > 0)
            Send(connection, _opcode, _writer.Written);
        if (!waits)
            StepDone(connection);
        return end + 4;
    }

    private void StepDone(ClientConnection connection)
    {
        StepCount++;
        if (connection.Step == ConnectionStep.Joining)
            connection.JoinedCount++;
        JoinNext(connection);
    }

    private void JoinNext(ClientConnection connection)
    {
        connection.Step = ConnectionStep.Joining;
        for (; connection.JoinedCount < connection.Memberships.Count; connection.JoinedCount++)
        {
            Membership membership = connection.Memberships[connection.JoinedCount];
            _writer.Clear();
            bool waits = protocol.WriteJoin(_writer, membership.Room.Name, membership.IsListening);
            if (_writer.Length > 0)
                Send(connection, _opcode, _writer.Written);
            if (waits)
                return;
        }

        connection.Step = ConnectionStep.Ready;
        UnderWayCount--;
    }

    private void TakeFrames(ClientConnection connection, Span<byte> bytes)
    {
        // What is glued was looked at and goes on in the next frame's payload, against which it is moved over that frame's header.
        int message = 0;
        int glued = connection.GluedLength;
        int at = glued;
        while (ServerFrame.TryRead(bytes[at..], out ServerFrame frame))
        {
            int payload = at + frame.PayloadAt;
            at += frame.End;
            if (frame.IsControl)
            {
                TakeControl(connection, frame.Opcode, bytes[payload..at]);
                continue;
            }

            if (glued > 0)
                bytes.Slice(message, glued).CopyTo(bytes[(payload - glued)..]);
            message = payload - glued;
            glued = frame.IsLast ? TakeMessages(connection, bytes[message..at]) : at - message;
            message = at - glued;
        }

        connection.GluedLength = glued;
        Carry(connection, bytes.Slice(message, glued), bytes[at..]);
    }

    private static void Carry(ClientConnection connection, ReadOnlySpan<byte> glued, ReadOnlySpan<byte> rest)
    {
        connection.Incoming.Clear();
        int length = glued.Length + rest.Length;
        if (length == 0)
            return;
        Span<byte> space = connection.Incoming.Space(length);
        glued.CopyTo(space);
        rest.CopyTo(space[glued.Length..]);
        connection.Incoming.Added(length);
    }

    private void TakeControl(ClientConnection connection, int opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case ServerFrame.Ping:
                Send(connection, ServerFrame.Pong, payload);
                break;
            case ServerFrame.Pong:
                events.Ponged(BinaryPrimitives.ReadInt64BigEndian(payload));
                break;
            default:
                int code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
                EndedByServer(connection, $"the server closed connection {connection.Number} with {code}");
                break;
        }
    }

    private static void EndedByServer(ClientConnection connection, string what)
    {
        if (connection.Step != ConnectionStep.Unread)
            throw new VoidRunException(what);
        HangUp(connection);
    }

    /// <returns>The bytes of a message that goes on in the next frame.</returns>
    private int TakeMessages(ClientConnection connection, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Received received = protocol.Read(bytes);
            switch (received.Kind)
            {
                case ReceivedKind.Incomplete:
                    return bytes.Length;
                case ReceivedKind.Delivery:
                    events.Delivered(connection, bytes[received.PayloadAt..received.Length], received.Order);
                    break;
                case ReceivedKind.Ack:
                    events.Acked(connection, received.Number);
                    break;
                case ReceivedKind.StepDone:
                    StepDone(connection);
                    break;
                case ReceivedKind.Question:
                    _writer.Clear();
                    protocol.WriteAnswer(_writer, bytes[..received.Length]);
                    Send(connection, _opcode, _writer.Written);
                    break;
                case ReceivedKind.Refusal when connection.Step == ConnectionStep.Unread:
                    break;
                case ReceivedKind.Refusal:
                    throw new VoidRunException($"refused: {Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 500)])}");
                case ReceivedKind.Nothing:
                    break;
            }

            bytes = bytes[received.Length..];
        }

        return 0;
    }
}
