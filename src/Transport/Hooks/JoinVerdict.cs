using Streaming.Transport.Protocol;

namespace Streaming.Transport.Hooks;

/// <summary>What a hook says to a joining. A closed set.</summary>
public abstract record JoinVerdict
{
    private JoinVerdict()
    {
    }

    /// <summary>The room decides.</summary>
    public static JoinVerdict Allow { get; } = new Allowed();

    /// <param name="code">What the client is told; <see cref="ErrorCode.Forbidden"/> fits most.</param>
    /// <param name="message">A sentence for the developer on the other side.</param>
    public static JoinVerdict Refuse(ErrorCode code, string message) => new Refused(new RequestError(code, message));

    public sealed record Allowed : JoinVerdict
    {
        internal Allowed()
        {
        }
    }

    public sealed record Refused(RequestError Error) : JoinVerdict;
}
