namespace Streaming.Actors.Sessions;

/// <summary>How <see cref="ISessionStore.RenewAsync"/> ended.</summary>
public enum SessionRenewal
{
    /// <summary>The session lives on.</summary>
    Renewed,

    /// <summary>Another connection has taken it over.</summary>
    Taken,

    /// <summary>The store knows nothing of it: it was removed, has expired, or was lost.</summary>
    Unknown,
}
