using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Hooks;

/// <summary>Asks the hooks about those who come and go, on the node that serves them. Without hooks nothing is asked.</summary>
internal sealed class RoomDoor(IReadOnlyList<IRoomHooks> hooks, HookCalls calls)
{
    /// <summary>Why the user may not come in; null when no hook minds. The first that refuses is heard.</summary>
    public async ValueTask<RequestError?> RefuseAsync(RoomId room, UserId user, Principal principal)
    {
        foreach (var one in hooks)
        {
            var joining = new RoomJoining(room, user, principal);
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
                    return new RequestError(ErrorCode.Unavailable, "whether you may join cannot be told now; try again");
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
