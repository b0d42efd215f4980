using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// The listeners of a feed: those that are live, and those that are still catching up. Leaving is one step
/// however large the room is.
/// </summary>
internal sealed class FeedAudience
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
        foreach (FeedMember member in _live)
        {
            // A listener may be ahead of the feed: its join ack can overtake the events it counts in.
            if (member.Position >= batch.LastSeq)
                continue;

            FeedBatch its = member.Position < batch.FirstSeq ? batch : batch.After(member.Position);
            member.Position = batch.LastSeq;
            member.Listener.OnEvents(its);
        }
    }

    public void Deliver(FeedSignal signal)
    {
        foreach (FeedMember member in _live)
            member.Listener.OnSignal(signal);
        foreach (FeedMember member in _behind)
            member.Listener.OnSignal(signal);
    }

    public void Reset(FeedReset reset)
    {
        foreach (FeedMember member in _live)
        {
            (member.Epoch, member.Position) = (reset.Epoch, reset.Position);
            member.Listener.OnReset(reset);
        }
    }
}
