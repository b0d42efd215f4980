using Streaming.Transport.Protocol;

namespace Streaming.Transport.Authentication;

/// <summary>How authentication ended. A closed set.</summary>
public abstract record AuthOutcome
{
    private AuthOutcome()
    {
    }

    /// <summary>The credentials hold.</summary>
    public sealed record Authenticated(Principal Principal) : AuthOutcome;

    /// <summary>There were none, and none are required.</summary>
    public sealed record Guest(Principal Principal) : AuthOutcome;

    /// <summary>There were some and they do not hold, or there were none and some are required.</summary>
    /// <param name="Reason">For logs and metrics.</param>
    /// <param name="Message">For the client; says nothing that helps to forge credentials, and repeats none.</param>
    public sealed record Rejected(Rejection Reason, string Message) : AuthOutcome;

    /// <summary>They were not looked at: too many that came from the same address did not hold.</summary>
    /// <param name="Error">What the client is told.</param>
    public sealed record Throttled(RequestError Error) : AuthOutcome;

    /// <summary>It cannot be known now: the store that would have to be asked is away.</summary>
    public sealed record Away : AuthOutcome
    {
        public static readonly Away Instance = new();
    }
}
