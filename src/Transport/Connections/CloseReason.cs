namespace Streaming.Transport.Connections;

/// <summary>Why a connection ended. A closed set: this server closed it, the peer closed it, or it was lost.</summary>
internal abstract record CloseReason
{
    private CloseReason()
    {
    }

    public static ByServer Normal { get; } = new(CloseCode.Normal, "");

    public static ByServer Draining { get; } = new(CloseCode.GoingAway, "draining");

    public static ByServer TooManyInvalidMessages { get; } = new(CloseCode.InvalidPayload, "too many invalid messages");

    public static ByServer TooLarge { get; } = new(CloseCode.TooLarge, "message far too large");

    public static ByServer InternalError { get; } = new(CloseCode.InternalError, "internal error");

    public static ByServer Unauthorized { get; } = new(CloseCode.Unauthorized, "unauthorized");

    public static ByServer SlowConsumer { get; } = new(CloseCode.SlowConsumer, "slow consumer");

    public static ByServer Replaced { get; } = new(CloseCode.Replaced, "replaced by a resume");

    public static ByServer ConnectionLimit { get; } = new(CloseCode.ConnectionLimit, "connection limit");

    public static ByServer IdleTimeout { get; } = new(CloseCode.IdleTimeout, "idle timeout");

    public static ByServer SlowSender { get; } = new(CloseCode.IdleTimeout, "a message did not end");

    public static ByServer NoHeartbeat { get; } = new(CloseCode.NoHeartbeat, "no heartbeat");

    /// <param name="rule">What a guest's name must be like.</param>
    public static ByServer BadGuestName(string rule) => new(CloseCode.Unauthorized, rule);

    /// <summary>How it ended, for a line in the log. Without any text, which holds what peers and moderators wrote.</summary>
    public string ForLog() => this switch
    {
        ByServer(var code, _) => $"closed by the server with {(int)code} {code}",
        ByPeer({ } code, _) => $"closed by the peer with {code}",
        ByPeer => "closed by the peer",
        Lost(Loss.Disconnected) => "lost: the peer has gone",
        Lost(Loss.WriteFailed) => "lost: a write failed",
        Lost(Loss.WriteTimedOut) => "lost: a write took too long",
        _ => throw new System.Diagnostics.UnreachableException($"{GetType().Name} is no way to end."),
    };

    /// <param name="rule">The rule that the peer broke, in a few words.</param>
    public static ByServer ProtocolError(string rule) => new(CloseCode.ProtocolError, rule);

    /// <param name="text">"kicked" or "banned", with the moderator's reason if there is one.</param>
    public static ByServer Expelled(string text) => new(CloseCode.Expelled, text);

    /// <summary>This server decided to close.</summary>
    /// <param name="Text">For people and logs; at most 123 bytes of it travel.</param>
    public sealed record ByServer(CloseCode Code, string Text) : CloseReason;

    /// <summary>The peer sent a close frame.</summary>
    /// <param name="Code">Null if it gave none.</param>
    public sealed record ByPeer(ushort? Code, string Text) : CloseReason;

    /// <summary>The connection ended without a close frame from either side.</summary>
    public sealed record Lost(Loss Loss) : CloseReason;
}
