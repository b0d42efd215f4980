using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Time;

namespace Streaming.Actors.Routing;

/// <summary>
/// One question to a room, wherever the room lives. It ends with the room's answer, or as timed out: never
/// in silence. The awaiting code goes on inside the turn that answers, so it must not block.
/// </summary>
/// <param name="askedAt">By the clock's timestamp.</param>
internal sealed class PendingAsk(RoomRouter router, RoomId room, RoomCommand command, long askedAt) : WheelEntry, IReplySink, IHeldAsk
{
    private readonly TaskCompletionSource<RoomReply> _answer = new();

    public RoomId Room { get; } = room;

    public RoomCommand Command { get; } = command;

    public long AskedAt => askedAt;

    /// <summary>Twice is as good as once: the log knows the request, or there is nothing that a second time would do.</summary>
    public bool MayBeDoubled => !RecentRequests.Remembers(Command) || Command.Request.Value is not null;

    public Task<RoomReply> Answer => _answer.Task;

    /// <summary>How often it was sent to an owner; see <see cref="RoomRouter"/>.</summary>
    public int Sendings { get; set; }

    /// <summary>The term of the owner it was sent to last, who is not asked again unless something changes; else 0.</summary>
    public long SentTerm { get; set; }

    /// <summary>Not 0 while it waits for another node.</summary>
    public long Correlation { get; set; }

    public bool IsOver => _answer.Task.IsCompleted;

    public void Retry()
    {
        SentTerm = 0;
        router.Place(this);
    }

    public void Reply(RoomReply reply)
    {
        if (reply is RoomReply.Moved)
            router.SendAgain(this);
        else
            End(reply);
    }

    protected internal override void OnDue()
    {
        if (!IsOver)
            router.OnDue(this);
    }

    private void End(RoomReply reply)
    {
        if (_answer.TrySetResult(reply))
            router.Ended(this);
    }
}
