using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Presence;

/// <summary>What others see of users, wherever they are connected: asked of the owners of their presence.</summary>
public sealed class PresenceReader
{
    /// <summary>Users that can be asked for at once: each may be a question to another node.</summary>
    public const int MaxUsers = 100;

    private readonly ShardKeeper _keeper;
    private readonly NodeQuestions _questions;
    private readonly ILastSeen _lastSeen;

    internal PresenceReader(ShardKeeper keeper, NodeQuestions questions, ILastSeen lastSeen) =>
        (_keeper, _questions, _lastSeen) = (keeper, questions, lastSeen);

    /// <summary>Who is nowhere, or wants to be seen nowhere, is offline and was seen last, and nothing else.</summary>
    /// <returns>In the order asked for; null when the owner of somebody's presence did not answer, or there is none now.</returns>
    /// <exception cref="StoreAwayException">When users were seen last cannot be read now.</exception>
    public async Task<ImmutableArray<ShownUser>?> ReadAsync(ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        UserStatus?[] found = await Task.WhenAll(users.Select(FindAsync));
        if (found.Contains(null))
            return null;

        ImmutableArray<UserId> offline = [.. users.Where((_, place) => found[place]!.Availability == Availability.Offline)];
        ImmutableArray<DateTimeOffset?> times = offline.IsEmpty
            ? []
            : await StoreAwayException.GuardAsync(_lastSeen.ReadAsync(offline, cancellation));
        int next = 0;
        return
        [
            .. users.Zip(found, (user, status) => new ShownUser(
                user, status!, status!.Availability == Availability.Offline ? times[next++] : null)),
        ];
    }

    private async Task<UserStatus?> FindAsync(UserId user)
    {
        while (OwnerOf(user) is { } owner)
        {
            if (await _questions.AskAsync(owner.Node, new NodeQuestion.FindPresence(user)) is not NodeAnswer.Presence answer)
                return null;
            if (answer.Found is { } found)
                return found.Status.Availability == Availability.Offline ? UserStatus.Offline : found.Status;

            // One that is the owner no longer knows of nobody, and says the same.
            if (OwnerOf(user) == owner)
                return UserStatus.Offline;
        }

        return null;
    }

    private ShardOwner? OwnerOf(UserId user) => _keeper.Current.OwnerOf(user);
}
