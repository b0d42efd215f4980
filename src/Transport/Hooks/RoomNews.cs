using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Hooks;

/// <summary>
/// Tells the hooks what the rooms of this node have committed. Rooms are spread over a few lanes, each of which tells one event at a time:
/// so the order of a room is kept, and a hook that is slow for one of them holds up a part of the others, and no room.
/// </summary>
/// <param name="hooks">Asked for at the start: an application's hooks may want to be given the node that has to be given this.</param>
internal sealed class RoomNews(Func<IReadOnlyList<IRoomHooks>> hooks, HookCalls calls, HookCounters counters) : IRoomObserver, IHostedService
{
    private const int LaneCount = 16;

    /// <summary>Events that wait in one lane; more are dropped and counted.</summary>
    private const int MaxWaiting = 2048;

    private readonly Channel<(RoomId Room, Epoch Epoch, RoomEvent Event)>[] _lanes =
        [.. Enumerable.Range(0, LaneCount).Select(static _ => Channel.CreateBounded<(RoomId, Epoch, RoomEvent)>(MaxWaiting))];
    private volatile bool _isOver;
    private Task _telling = Task.CompletedTask;

    public void OnCommitted(RoomWriter owner, Epoch epoch, ImmutableArray<RoomEvent> events)
    {
        var lane = _lanes[(int)(StableHash.Of(owner.Room.Value) % LaneCount)].Writer;
        foreach (RoomEvent e in events)
        {
            if (IsTold(e) && !lane.TryWrite((owner.Room, epoch, e)))
                counters.AddDropped();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var told = hooks();
        _telling = Task.WhenAll(_lanes.Select(lane => TellAsync(told, lane.Reader)));
        return Task.CompletedTask;
    }

    /// <summary>What waits is told as long as the host has patience.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
            lane.Writer.TryComplete();
        using var registration = cancellationToken.Register(() => _isOver = true);
        try
        {
            await _telling.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The hook that is called now takes longer than the host has patience; its end is nobody's business any more.
        }
    }

    private async Task TellAsync(IReadOnlyList<IRoomHooks> told, ChannelReader<(RoomId Room, Epoch Epoch, RoomEvent Event)> lane)
    {
        await foreach (var (room, epoch, e) in lane.ReadAllAsync())
        {
            if (_isOver || CallFor(room, epoch, e) is not var (name, call))
                return;
            foreach (var one in told)
            {
                await calls.TryAsync(one, name, room, async (hook, cancellation) =>
                {
                    await call(hook, cancellation);
                    return e;
                });
            }
        }
    }

    private static bool IsTold(RoomEvent e) => e is MemberJoined or MemberLeft or MessagePublished
        or MemberModerated { Kind: ModerationKind.Add or ModerationKind.Kick or ModerationKind.Ban };

    private static (string Name, Func<IRoomHooks, CancellationToken, ValueTask> Call)? CallFor(RoomId room, Epoch epoch, RoomEvent e)
    {
        var id = new MessageId(epoch, e.Seq);
        return e switch
        {
            MemberJoined => Joined(e.By),
            MemberModerated { Kind: ModerationKind.Add, Target: var added } => Joined(added),
            MemberLeft => Left(e.By),
            MemberModerated { Kind: ModerationKind.Kick or ModerationKind.Ban, Target: var removed } => Left(removed),
            MessagePublished { Body: var body } => (nameof(IRoomHooks.MessageAcceptedAsync), (hook, cancellation) =>
                hook.MessageAcceptedAsync(new AcceptedMessage(room, e.By, id, body, e.Timestamp), cancellation)),
            _ => null,
        };

        (string, Func<IRoomHooks, CancellationToken, ValueTask>) Joined(UserId user) => (nameof(IRoomHooks.JoinedAsync), (hook, cancellation) =>
            hook.JoinedAsync(new MemberChange(room, user, e.By, id, e.Timestamp), cancellation));

        (string, Func<IRoomHooks, CancellationToken, ValueTask>) Left(UserId user) => (nameof(IRoomHooks.LeftAsync), (hook, cancellation) =>
            hook.LeftAsync(new MemberChange(room, user, e.By, id, e.Timestamp), cancellation));
    }
}
