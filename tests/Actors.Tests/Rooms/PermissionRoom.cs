using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>
/// A room with two of everybody, in which each has written, reacted and been invited: all that the operations of docs/permissions.md
/// can be about.
/// </summary>
internal sealed class PermissionRoom
{
    public const string Gone = "gone";
    public const string Other = "member2";
    public static readonly DateTimeOffset Now = Some.Noon.AddHours(1);
    public static readonly DateTimeOffset RestrictedUntil = Now.AddHours(1);

    private static readonly (string Name, Role Role)[] Members =
    [
        ("owner", Role.Owner), ("admin", Role.Admin), ("moderator", Role.Moderator), ("member", Role.Member), ("guest", Role.Guest),
        ("admin2", Role.Admin), ("moderator2", Role.Moderator), ("member2", Role.Member), ("guest2", Role.Guest), ("muted", Role.Member),
    ];

    private static readonly string[] Outsiders = ["stranger", "stranger2", "banned", "backend"];
    private readonly Dictionary<string, long> _messages = [];

    private PermissionRoom(RoomId id) => State = RoomState.Absent(id, Some.Epoch);

    public RoomState State { get; private set; }

    /// <summary>As the heading in the document says.</summary>
    public static PermissionRoom In(string circumstance)
    {
        if (circumstance == "Direct")
            return Direct();

        var room = new PermissionRoom(Some.Room);
        if (circumstance != "Never created")
            room.Furnish();

        switch (circumstance)
        {
            case PermissionTable.Ordinary or "Never created":
                break;
            case "Who asks is muted":
                foreach (string name in (string[])["admin", "moderator", "member", "guest"])
                    room.Moderate(ModerationKind.Mute, name);
                break;
            case "Locked":
                room.SetStatus(RoomAction.Lock);
                break;
            case "Archived":
                room.SetStatus(RoomAction.Archive);
                break;
            case "Deleted":
                room.SetStatus(RoomAction.Delete);
                break;
            case "Private":
                room.Update(RoomSettings.Default with { IsPrivate = true });
                break;
            case "Full":
                room.Update(RoomSettings.Default with { MaxMembers = 1 });
                break;
            case "Slow mode, and who asks has just written":
                room.Update(RoomSettings.Default with { SlowMode = TimeSpan.FromMinutes(1) });
                foreach ((string name, _) in Members)
                    room.Say(name, Now.AddSeconds(-1));
                break;
            default:
                throw new ArgumentException($"There is no room in the circumstance '{circumstance}'.", nameof(circumstance));
        }

        return room;
    }

    /// <summary>The user's message, as whoever looks it up finds it.</summary>
    public MessageTarget Message(string of) =>
        new(Some.Epoch, _messages.GetValueOrDefault(of, 1), new UserId(of == Gone ? Other : of));

    /// <summary>Whose message carries a reaction of everybody and a pin.</summary>
    public MessageTarget Adorned => new(Some.Epoch, _messages.GetValueOrDefault("adorned", 1), new UserId(Other));

    private static PermissionRoom Direct()
    {
        (UserId one, UserId other) = (new UserId("member"), new UserId(Other));
        var room = new PermissionRoom(DirectRoom.IdOf(one, other));
        room.Add(new RoomCreated
        {
            Seq = room.Next, Timestamp = Some.Noon, By = one, Request = Some.NewRequest(), Epoch = Some.Epoch,
            Settings = new RoomSettings { IsPrivate = true, IsDirect = true, MaxMembers = 2 },
        });
        room.Add(Some.Joined(room.Next, one));
        room.Moderate(ModerationKind.Add, Other, Role.Member, by: "member");
        room.Adorn(["member", Other], ["backend"]);
        return room;
    }

    private long Next => State.Head + 1;

    private void Add(RoomEvent e) => State = State.Apply(e);

    private void Furnish()
    {
        Add(Some.Created(new UserId("owner")));
        foreach ((string name, Role role) in Members)
        {
            string? invite = name == "owner" ? null : Redeemed(name);
            Invite(Redeemed(name), by: "owner", maxUses: 1);
            Add(Some.Joined(Next, new UserId(name), role) with { Invite = invite });
        }

        foreach (string name in Outsiders)
        {
            Invite(Redeemed(name), by: "owner", maxUses: 1);
            Add(Some.Joined(Next, new UserId(name)) with { Invite = Redeemed(name) });
        }

        Adorn([.. Members.Select(static one => one.Name)], Outsiders);
        foreach (string name in (string[])["stranger", "stranger2", "backend"])
            Add(Some.Left(Next, new UserId(name)));

        Moderate(ModerationKind.Ban, "banned", until: RestrictedUntil);
        Moderate(ModerationKind.Mute, "muted", until: RestrictedUntil);
        foreach (string name in (string[])["owner", "admin", "moderator", "member", "guest", "backend"])
            Invite(Own(name), by: name, maxUses: 5);

        Invite("valid-code", by: Other, maxUses: 5);
        Invite("expired-code", by: Other, maxUses: 5, expires: Now);
    }

    /// <summary>Messages of all; one that is deleted; and one with a reaction of everybody and a pin.</summary>
    private void Adorn(string[] members, string[] others)
    {
        foreach (string name in (string[])[.. members, .. others])
            Say(name, Some.Noon);

        _messages[Gone] = Next;
        Add(Some.Message(Next, new UserId(Other)));
        Annotate(MessageAction.Delete, Other, _messages[Gone]);
        _messages["adorned"] = Next;
        Add(Some.Message(Next, new UserId(Other)));
        foreach (string name in (string[])[.. members, .. others])
            Annotate(MessageAction.AddReaction, name, _messages["adorned"], "👍");
        Annotate(MessageAction.Pin, Other, _messages["adorned"]);
    }

    private void Say(string name, DateTimeOffset at)
    {
        _messages[name] = Next;
        Add(Some.Message(Next, new UserId(name), at: at));
    }

    private void Annotate(MessageAction action, string by, long target, string? reaction = null) => Add(new MessageAnnotated
    {
        Seq = Next, Timestamp = Some.Noon, By = new UserId(by), Request = Some.NewRequest(), Action = action, Target = target,
        Author = new UserId(Other), Reaction = reaction,
    });

    private void Moderate(
        ModerationKind kind, string target, Role role = default, string by = "owner", DateTimeOffset? until = null) => Add(new MemberModerated
        {
            Seq = Next, Timestamp = Some.Noon, By = new UserId(by), Request = Some.NewRequest(), Kind = kind, Target = new UserId(target), Role = role,
            Until = until,
        });

    private void Invite(string code, string by, int maxUses, DateTimeOffset? expires = null) => Add(new InviteCreated
    {
        Seq = Next, Timestamp = Some.Noon, By = new UserId(by), Request = Some.NewRequest(), Code = code, Role = Role.Member, MaxUses = maxUses,
        ExpiresAt = expires,
    });

    private void SetStatus(RoomAction action) =>
        Add(new RoomStatusChanged { Seq = Next, Timestamp = Some.Noon, By = new UserId("owner"), Request = Some.NewRequest(), Action = action });

    private void Update(RoomSettings settings) =>
        Add(new RoomUpdated { Seq = Next, Timestamp = Some.Noon, By = new UserId("owner"), Request = Some.NewRequest(), Settings = settings });

    /// <summary>The code of an invite for one, by which that user came.</summary>
    public static string Redeemed(string name) => $"redeemed-{name}";

    /// <summary>The code of an invite that the user made.</summary>
    public static string Own(string name) => $"own-{name}";

    public static MessageBody Body { get; } = new(Encoding.UTF8.GetBytes("\"hello\""));
}
