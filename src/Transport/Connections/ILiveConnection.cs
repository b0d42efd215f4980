using Streaming.Transport.Authentication;

namespace Streaming.Transport.Connections;

/// <summary>A connection that can be asked to go, however it is carried.</summary>
internal interface ILiveConnection
{
    /// <summary>Who it is, by the credentials that hold now.</summary>
    Principal Principal { get; }

    /// <summary>The same user with other credentials. What these do not allow any more is ended. From any thread.</summary>
    /// <param name="before">What <paramref name="next"/> was made of.</param>
    /// <returns>True: <see cref="Principal"/> is <paramref name="next"/>. False: it has others by now, and nothing was changed.</returns>
    bool TryExchange(Principal before, Principal next);

    /// <summary>
    /// Tells the client to come back after <paramref name="reconnectAfter"/>, and begins to close. Returns at once;
    /// the connection lets go of its lease when it has closed.
    /// </summary>
    void Drain(TimeSpan reconnectAfter);

    /// <summary>Begins to close, unless that has begun already. Returns at once; from any thread.</summary>
    void Close(CloseReason reason);
}
