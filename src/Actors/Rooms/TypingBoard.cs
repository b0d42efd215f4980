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

    /// <summary>Beyond this many at once nobody reads names any more; the rest goes unannounced.</summary>
    private const int MaxTypists = 100;

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
    public IReadOnlyList<UserId> Expire(DateTimeOffset now)
    {
        if (IsEmpty)
            return [];

        List<UserId> silent = [.. _until.Pairs.Where(typist => typist.Value <= now).Select(typist => typist.Key)];
        silent.ForEach(user => _until.Remove(user));
        return silent;
    }

    /// <summary>When <see cref="Expire"/> is due next; null when nobody types.</summary>
    public DateTimeOffset? NextExpiry() => _until.Count == 0 ? null : _until.Pairs.Min(static typist => typist.Value);
}
