namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>
/// How clients of one kind of server speak: what the load generator writes, and what it makes of what comes. The generator does the
/// WebSocket part by itself (handshake, frames, masks, fragments, pings), so this is about the messages inside.
/// </summary>
/// <remarks>
/// <para>
/// A connection goes through steps: the WebSocket handshake; the opening, if there is one; a join for each room; then it publishes and
/// listens. The generator begins a step when <see cref="ReceivedKind.StepDone"/> has come for the one before. A step whose method
/// returns false has nothing to wait for.
/// </para>
/// <para>
/// One object serves all connections of a run, on one thread. It keeps nothing per connection and allocates nothing in
/// <see cref="WritePublish"/>, <see cref="WriteAnswer"/> and <see cref="Read"/>: it shares the machine's cores with the server it measures.
/// </para>
/// </remarks>
internal interface IPeerProtocol
{
    /// <summary>The <c>Sec-WebSocket-Protocol</c> to offer; null offers none.</summary>
    string? Subprotocol => null;

    /// <summary>True: messages go out in binary frames, else in text frames.</summary>
    bool IsBinary => false;

    /// <summary>How often a client has to say <see cref="WriteKeepAlive"/> by itself to stay connected. Null: never.</summary>
    TimeSpan? KeepAliveInterval => null;

    /// <summary>True: the server acknowledges every published message, and a run in which one was not, or more than once, is void.</summary>
    bool IsAcking => false;

    /// <summary>The target of the handshake's GET, such as <c>/ws?user_id=u7</c>.</summary>
    /// <param name="connection">Its number, from 0, in the run.</param>
    string TargetOf(int connection);

    /// <summary>The target of a GET that answers with the newest page of a room's history; null where there is none.</summary>
    /// <param name="connection">One that is in the room.</param>
    string? HistoryTargetOf(int connection, string room) => null;

    /// <summary>Writes what a client says first, after the handshake.</summary>
    /// <returns>True: wait for <see cref="ReceivedKind.StepDone"/>, also when nothing was written and the server speaks first.</returns>
    bool WriteOpening(MessageWriter output) => false;

    /// <param name="room">Its name: letters, digits and hyphens, the same in all servers.</param>
    /// <param name="isListening">False: this connection only publishes there, and is to be spared its own messages.</param>
    /// <returns>True: wait for <see cref="ReceivedKind.StepDone"/>. False: nothing was written, as publishing needs no join.</returns>
    bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening);

    /// <param name="number">Counts the connection's messages, from 0: for servers whose clients name their requests.</param>
    /// <param name="payload">Printable ASCII without quotes or backslashes. It has to arrive as one run of the same bytes.</param>
    void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload);

    /// <summary>Answers a message that <see cref="Read"/> called <see cref="ReceivedKind.Question"/>.</summary>
    void WriteAnswer(MessageWriter output, ReadOnlySpan<byte> question)
    {
    }

    void WriteKeepAlive(MessageWriter output)
    {
    }

    /// <summary>
    /// Says what the first message in these bytes is. They are whole WebSocket messages, usually one. What <see cref="Received.Length"/>
    /// leaves over is given to the next call, so one frame may hold many messages; and after <see cref="ReceivedKind.Incomplete"/> it
    /// comes again with the next frame's bytes behind it, so a message may lie across frames.
    /// </summary>
    Received Read(ReadOnlySpan<byte> bytes);
}
