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

    internal PresenceReader(ShardKeeper keeper, NodeQuestions questions) => (_keeper, _questions) = (keeper, questions);

    /// <summary>Who is nowhere, or wants to be seen nowhere, is offline and nothing else.</summary>
    /// <returns>In the order asked for; null when the owner of somebody's presence did not answer, or there is none now.</returns>
    public async Task<ImmutableArray<RosterEntry>?> ReadAsync(ImmutableArray<UserId> users)
    {
        UserStatus?[] found = await Task.WhenAll(users.Select(FindAsync));
        return found.Contains(null) ? null : [.. users.Zip(found, static (user, status) => new RosterEntry(user, status!))];
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

    private ShardOwner? OwnerOf(UserId user)
    {
        ShardMap map = _keeper.Current;
        return map.OwnerOf(map.ShardOf(user));
    }
}
