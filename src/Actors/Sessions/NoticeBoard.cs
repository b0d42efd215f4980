using Streaming.Actors.Time;

namespace Streaming.Actors.Sessions;

/// <summary>
/// Tells notices to the sessions of this node, each once and in the order in which they came. In turns of its own: whoever brings
/// one does not wait for ten thousand outboxes.
/// </summary>
internal sealed class NoticeBoard(SessionHost sessions, IScheduler scheduler, TimeProvider clock) : IThreadPoolWorkItem
{
    /// <summary>That have not been told yet. More come only from a back end that is out of its mind.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>That have been told: more within five minutes than one every 30 ms are not all known again.</summary>
    private const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<SharedNotice> _waiting = new();
    private readonly Dictionary<string, int> _told = [];
    private readonly Queue<(string Id, long At)> _inOrder = new();
    private bool _hasTurn;

    /// <returns>How many connections there are to tell it to, or were when it came first; null: too many notices wait, and it is not told.</returns>
    public int? Post(Notice notice)
    {
        lock (_gate)
        {
            Forget();
            if (_told.TryGetValue(notice.Id, out int known))
                return known;
            if (_waiting.Count >= MaxWaiting)
                return null;

            int count = sessions.CountOf(notice.To);
            _told[notice.Id] = count;
            _inOrder.Enqueue((notice.Id, clock.GetTimestamp()));
            if (count == 0)
                return 0;

            _waiting.Enqueue(new SharedNotice(notice));
            if (_hasTurn)
                return count;
            _hasTurn = true;
            scheduler.Schedule(this);
            return count;
        }
    }

    /// <summary>One notice a turn: the feeds want theirs.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        SharedNotice next;
        lock (_gate)
            next = _waiting.Dequeue();

        foreach (ClientSession session in sessions.Find(next.Notice.To, session: null))
            session.Tell(next);

        lock (_gate)
        {
            _hasTurn = _waiting.Count > 0;
            if (_hasTurn)
                scheduler.Schedule(this);
        }
    }

    private void Forget()
    {
        while (_inOrder.TryPeek(out var oldest)
            && (_inOrder.Count >= MaxRemembered || clock.GetElapsedTime(oldest.At) > Notice.Remembered))
        {
            _told.Remove(_inOrder.Dequeue().Id);
        }
    }
}
