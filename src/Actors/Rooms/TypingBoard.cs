using Streaming.Actors.Collections;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// Who is typing in a room. Clients say so again and again while they type; the room hears the first
/// start and one stop, which comes by itself when the client falls silent.
/// </summary>
internal sealed class TypingBoard
{
    /// <summary>docs/protocol.md, section 3.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Beyond this many at once nobody reads names any more. The rest goes unannounced, and whose client says it again when there is room
    /// is announced then.
    /// </summary>
    public const int MaxTypists = 10;

    private CompactMap<UserId, DateTimeOffset> _until;

    public bool IsEmpty => _until.Count == 0;

    /// <summary>Whether listeners should hear of it.</summary>
    public bool Set(UserId user, bool isTyping, DateTimeOffset now)
    {
        if (!isTyping)
            return _until.Remove(user);

        if (_until.ContainsKey(user))
        {
            _until.Set(user, now + Expiry);
            return false;
        }

        return _until.Count < MaxTypists && _until.TryAdd(user, now + Expiry);
    }

    /// <summary>Removes those who fell silent.</summary>
    public IReadOnlyList<UserId> Expire(DateTimeOffset now) => Remove(typist => typist.Value <= now);

    /// <summary>Removes those of whom <paramref name="isOver"/> says so.</summary>
    public IReadOnlyList<UserId> RemoveWhere(Func<UserId, bool> isOver) => Remove(typist => isOver(typist.Key));

    /// <summary>When <see cref="Expire"/> is due next; null when nobody types.</summary>
    public DateTimeOffset? NextExpiry() => _until.Count == 0 ? null : _until.Pairs.Min(static typist => typist.Value);

    private List<UserId> Remove(Func<KeyValuePair<UserId, DateTimeOffset>, bool> isOver)
    {
        if (IsEmpty)
            return [];

        List<UserId> over = [.. _until.Pairs.Where(isOver).Select(static typist => typist.Key)];
        over.ForEach(user => _until.Remove(user));
        return over;
    }
}
