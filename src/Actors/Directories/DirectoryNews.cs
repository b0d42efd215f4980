using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Directories;

/// <summary>What the directory has to be told of a room after some of its events.</summary>
/// <param name="State">The room after them.</param>
/// <param name="Users">Who has come or gone: with the seq of the event by which they are in; null for those who are not.</param>
/// <param name="After">What was owed behind this seq,</param>
/// <param name="UpTo">up to this one, is paid with it.</param>
internal sealed record DirectoryNews(RoomState State, ImmutableDictionary<UserId, long?> Users, long After, long UpTo)
{
    /// <summary>Whether the directory cares. Not for messages, of which there are most: callers look at those first.</summary>
    public static bool Concerns(RoomEvent e) => e switch
    {
        RoomCreated or MemberJoined or MemberLeft or RoomUpdated or RoomStatusChanged or RoomTransferred => true,
        MemberModerated moderated => ChangesMembers(moderated),
        _ => false,
    };

    /// <param name="after">The seq behind which <paramref name="events"/> are all that concern the directory.</param>
    /// <param name="before">Needed where the room was deleted: who was in it then. Null where nobody knows any more.</param>
    public static DirectoryNews Of(RoomState state, long after, RoomState? before, IEnumerable<RoomEvent> events)
    {
        var users = ImmutableDictionary.CreateBuilder<UserId, long?>();
        foreach (RoomEvent e in events)
        {
            UserId? user = e switch
            {
                MemberJoined or MemberLeft => e.By,
                MemberModerated moderated when ChangesMembers(moderated) => moderated.Target,
                _ => null,
            };
            if (user is { } its)
                users[its] = state.Members.ContainsKey(its) ? e.Seq : null;
        }

        if (state.IsDeleted && before is not null)
            users.AddRange(before.Members.Keys.Where(user => !users.ContainsKey(user)).Select(static user => KeyValuePair.Create(user, (long?)null)));

        return new DirectoryNews(state, users.ToImmutable(), after, state.Head);
    }

    /// <summary>Everybody who is in: where it is not known any more what happened.</summary>
    public static DirectoryNews Everything(RoomState state) =>
        new(state, state.Members.ToImmutableDictionary(static one => one.Key, static one => (long?)0), After: 0, state.Head);

    /// <summary>These and what came after, which counts for more.</summary>
    public DirectoryNews Then(DirectoryNews later) => later with
    {
        Users = Users.SetItems(later.Users),
        After = Math.Min(After, later.After),
        UpTo = Math.Max(UpTo, later.UpTo),
    };

    private static bool ChangesMembers(MemberModerated moderated) =>
        moderated.Kind is ModerationKind.Ban or ModerationKind.Kick or ModerationKind.Add;
}
