using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Connections;

/// <summary>Why a connection is not served.</summary>
internal static class ConnectionErrors
{
    public static RequestError Limit { get; } = new(ErrorCode.ConnectionLimit, "there are too many connections");

    public static RequestError Draining { get; } = new(ErrorCode.Unavailable, "this node is shutting down; connect again");

    /// <summary>They were taken back, or stand for something else, since they were looked at.</summary>
    public static RequestError NotAnyMore { get; } = new(ErrorCode.Unauthorized, "these credentials have changed; connect again");

    public static RequestError NoConnectScope { get; } =
        new(ErrorCode.Forbidden, $"these credentials do not bear the scope {Principal.ConnectScope}");
}
