namespace Streaming.Benchmarks.Peers.Protocols;

internal enum ReceivedKind
{
    /// <summary>The message goes on in bytes that have not come yet.</summary>
    Incomplete,

    /// <summary>Nothing that counts: presence, another's join, a heartbeat that wants no answer.</summary>
    Nothing,

    /// <summary>What the opening or the join under way waits for.</summary>
    StepDone,

    /// <summary>A published message reaches a listener.</summary>
    Delivery,

    /// <summary>A published message was taken. Only for servers that say so of every message.</summary>
    Ack,

    /// <summary>Wants what <see cref="IPeerProtocol.WriteAnswer"/> writes.</summary>
    Question,

    /// <summary>Something was refused: the run is void.</summary>
    Refusal,
}
