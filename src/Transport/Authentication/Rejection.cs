namespace Streaming.Transport.Authentication;

/// <summary>Why credentials were refused. For logs and metrics; what the client is told is the outcome's message.</summary>
public enum Rejection
{
    /// <summary>None were shown, and some are required.</summary>
    Missing,

    /// <summary>They cannot be read: not a token, too large, an algorithm or header that is not taken, an unusable claim.</summary>
    Malformed,

    /// <summary>No key that is known here made this signature, or no such API key exists.</summary>
    UnknownKey,

    /// <summary>A key that should have made the signature did not.</summary>
    BadSignature,

    /// <summary>Meant for somebody else: the issuer or the audience is another one.</summary>
    WrongAudience,

    /// <summary>No longer valid.</summary>
    Expired,

    /// <summary>Not valid yet.</summary>
    NotYetValid,

    /// <summary>A ticket that was used already, is too old, or never was one.</summary>
    UnknownTicket,

    /// <summary>A cookie that no node has written, as far as is known here.</summary>
    UnknownLogin,

    /// <summary>A genuine cookie or ticket of a login that has ended since.</summary>
    LoginEnded,

    /// <summary>A cookie that came from a page which may not use it, or without what such a page shows beside it.</summary>
    CrossSite,

    /// <summary>The user id in the credentials breaks the rule for ids.</summary>
    InvalidUserId,

    /// <summary>The name that a guest asks for breaks the rule for ids, or is kept for services. No credentials were shown.</summary>
    InvalidGuestName,
}
