namespace Streaming.Benchmarks.PeerServers.Bare;

/// <summary>The members of a room. Joins are rare and messages are not: those walk an array that is made once after each change.</summary>
internal sealed class Room
{
    private readonly Lock _lock = new();
    private readonly HashSet<Member> _members = [];
    private Member[]? _snapshot;

    public Member[] Members
    {
        get
        {
            if (Volatile.Read(ref _snapshot) is { } members)
                return members;
            lock (_lock)
                return _snapshot = [.. _members];
        }
    }

    public void Join(Member member)
    {
        lock (_lock)
        {
            _members.Add(member);
            _snapshot = null;
        }
    }

    public void Leave(Member member)
    {
        lock (_lock)
        {
            _members.Remove(member);
            _snapshot = null;
        }
    }
}
