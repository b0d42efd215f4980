using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>
/// Port: users who have logged in, known on every node. Times are those of who asks; a login that nobody uses goes by itself.
/// </summary>
public interface ILoginStore
{
    /// <summary>Logins that one user has at a time, at most: beyond them the oldest end.</summary>
    const int MaxPerUser = 20;

    /// <summary>Keeps a new login until it has not been used for <paramref name="idle"/>, or ends.</summary>
    ValueTask SaveAsync(LoginRecord login, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Reads a login, which counts as using it. Null for one that is unknown, was ended, or has not been used for too long.</summary>
    ValueTask<LoginRecord?> UseAsync(UserId user, string name, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Exchanges the secret: of two who try at once, one does. False when it is another one by now.</summary>
    /// <param name="user">Whose login it is.</param>
    /// <param name="name">The login.</param>
    /// <param name="before">The secret as it was read.</param>
    /// <param name="shown">The secret that the browser has, which is the earlier one from now on.</param>
    /// <param name="after">The secret from now on, not confirmed.</param>
    /// <param name="now">The time of who asks.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<bool> ExchangeAsync(
        UserId user, string name, string before, string shown, string after, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Notes that the secret was shown, once. Does nothing when it is another one by now.</summary>
    ValueTask ConfirmAsync(UserId user, string name, string secret, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends a login, for all nodes at once. False when there was none.</summary>
    ValueTask<bool> EndAsync(UserId user, string name, CancellationToken cancellation);
}
