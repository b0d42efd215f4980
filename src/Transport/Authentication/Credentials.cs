namespace Streaming.Transport.Authentication;

/// <summary>What a request shows of itself, not yet checked. A closed set.</summary>
public abstract record Credentials
{
    private Credentials()
    {
    }

    /// <summary>Nothing at all: a guest, where guests are let in.</summary>
    public sealed record None : Credentials
    {
        public static readonly None Instance = new();
    }

    /// <summary>A JSON Web Token.</summary>
    public sealed record BearerToken(string Token) : Credentials
    {
        public override string ToString() => nameof(BearerToken);
    }

    /// <summary>An API key.</summary>
    public sealed record ApiKey(string Key) : Credentials
    {
        public override string ToString() => nameof(ApiKey);
    }

    /// <summary>A ticket, that was had for other credentials.</summary>
    public sealed record Ticket(string Text) : Credentials
    {
        public override string ToString() => nameof(Ticket);
    }

    /// <summary>The cookie of a login.</summary>
    public sealed record Cookie(string Text) : Credentials
    {
        public override string ToString() => nameof(Cookie);
    }

    /// <summary>Something meant as credentials that cannot be read. It is refused, never taken for nothing.</summary>
    public sealed record Unreadable(string Why) : Credentials;
}
