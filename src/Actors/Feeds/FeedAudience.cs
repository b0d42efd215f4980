using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// The listeners of a feed: those that are live, and those that are still catching up. Leaving is one step
/// however large the room is. One that throws does not stop the others: it is let go, since what it got is no
/// longer known, and told so.
/// </summary>
/// <param name="failed">Hears what a listener threw.</param>
internal sealed class FeedAudience(Action<Exception> failed)
{
    private readonly List<FeedMember> _live = [];
    private readonly HashSet<FeedMember> _behind = [];

    public IEnumerable<FeedMember> Behind => _behind;

    public void AddLive(FeedMember member)
    {
        _behind.Remove(member);
        member.State = FeedMemberState.Live;
        member.Index = _live.Count;
        _live.Add(member);
    }

    public void AddBehind(FeedMember member)
    {
        member.State = FeedMemberState.CatchingUp;
        _behind.Add(member);
    }

    public void Remove(FeedMember member)
    {
        if (member.State == FeedMemberState.Live)
        {
            FeedMember last = _live[^1];
            _live[member.Index] = last;
            last.Index = member.Index;
            _live.RemoveAt(_live.Count - 1);
        }
        else
        {
            _behind.Remove(member);
        }

        member.State = FeedMemberState.Left;
    }

    public void Deliver(FeedBatch batch)
    {
        // From the end, because one that throws leaves its place to the last one.
        for (int i = _live.Count - 1; i >= 0; i--)
        {
            FeedMember member = _live[i];

            // A listener may be ahead of the feed: its join ack can overtake the events it counts in.
            if (member.Position >= batch.LastSeq)
                continue;

            Give(member, member.Position < batch.FirstSeq ? batch : batch.After(member.Position));
        }
    }

    public void Deliver(FeedSignal signal)
    {
        foreach (FeedMember member in _live)
            Give(member, signal);
        foreach (FeedMember member in _behind)
            Give(member, signal);
    }

    public void Reset(FeedReset reset)
    {
        for (int i = _live.Count - 1; i >= 0; i--)
        {
            // One that is ahead of the feed has lost nothing: what was trimmed it had, or had never asked for.
            if (_live[i].Epoch != reset.Epoch || _live[i].Position < reset.Position)
                Reset(_live[i], reset);
        }
    }

    public void Give(FeedMember member, FeedBatch batch)
    {
        try
        {
            member.Position = batch.LastSeq;
            member.Listener.OnEvents(batch);
        }
        catch (Exception e)
        {
            LetGo(member, e);
        }
    }

    public void Reset(FeedMember member, FeedReset reset)
    {
        try
        {
            (member.Epoch, member.Position) = (reset.Epoch, reset.Position);
            member.Listener.OnReset(reset);
        }
        catch (Exception e)
        {
            LetGo(member, e);
        }
    }

    public void LetGo(FeedMember member, Exception why)
    {
        failed(why);
        if (member.State == FeedMemberState.Left)
            return;

        Remove(member);
        try
        {
            member.Listener.OnFailed();
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    /// <summary>A signal may be lost, so a listener that throws here has missed nothing it was promised.</summary>
    private void Give(FeedMember member, FeedSignal signal)
    {
        try
        {
            member.Listener.OnSignal(signal);
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
