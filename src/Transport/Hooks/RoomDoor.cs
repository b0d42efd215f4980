using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Hooks;

/// <summary>Asks the hooks about those who come and go, on the node that serves them. Without hooks nothing is asked.</summary>
internal sealed class RoomDoor(IReadOnlyList<IRoomHooks> hooks, HookCalls calls)
{
    /// <summary>Why the user may not come in; null when no hook minds. The first that refuses is heard.</summary>
    /// <param name="principal">Of who asks.</param>
    /// <param name="addedBy">Who brings the user in; null for one who comes by themselves.</param>
    public async ValueTask<RequestError?> RefuseAsync(RoomId room, UserId user, Principal principal, UserId? addedBy = null)
    {
        foreach (var one in hooks)
        {
            var joining = new RoomJoining(room, user, principal) { AddedBy = addedBy };
            var verdict = await calls.TryAsync(
                one, nameof(IRoomHooks.JoiningAsync), room, (hook, cancellation) => hook.JoiningAsync(joining, cancellation).AsTask());
            switch (verdict)
            {
                case JoinVerdict.Allowed:
                    break;
                case JoinVerdict.Refused refused:
                    return refused.Error;
                default:
                    // It might have refused.
                    return new RequestError(ErrorCode.Unavailable, "whether the room may be joined cannot be told now; try again");
            }
        }

        return null;
    }

    public async ValueTask SeeOffAsync(RoomId room, UserId user)
    {
        foreach (var one in hooks)
        {
            var leaving = new RoomLeaving(room, user);
            await calls.TryAsync(one, nameof(IRoomHooks.LeavingAsync), room, async (hook, cancellation) =>
            {
                await hook.LeavingAsync(leaving, cancellation);
                return leaving;
            });
        }
    }
}
