using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Presence;

/// <summary>Sets what others see of a user beside the user's connections, wherever these are: asked of the owner of their presence.</summary>
public sealed class PresenceSetter
{
    private readonly ShardKeeper _keeper;
    private readonly NodeQuestions _questions;

    internal PresenceSetter(ShardKeeper keeper, NodeQuestions questions) => (_keeper, _questions) = (keeper, questions);

    /// <param name="id">Names the effect: sent again under the same id, it sets nothing a second time.</param>
    /// <returns>
    /// What is known of the user now, and nothing of one who is not connected: then nothing was set. Null when the owner of the user's presence did not answer, does not
    /// know yet who is there, or when there is none now.
    /// </returns>
    public async Task<NodeAnswer.Presence?> SetAsync(UserId user, UserStatus status, string id)
    {
        while (OwnerOf(user) is { } owner)
        {
            NodeAnswer? answer = await _questions.AskAsync(owner.Node, new NodeQuestion.SetPresence(user, status, id));
            if (answer is NodeAnswer.Presence { Found: not null } found)
                return found;

            // One that is the owner no longer knows of nobody.
            if (OwnerOf(user) == owner)
                return answer as NodeAnswer.Presence;
        }

        return null;
    }

    private ShardOwner? OwnerOf(UserId user) => _keeper.Current.OwnerOf(user);
}
