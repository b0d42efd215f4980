using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Who is asking and what they may do: made once when a connection opens or a REST request comes in, and never
/// changed. Everything in it was proved by credentials, except a guest's name.
/// </summary>
public sealed record Principal
{
    /// <summary>The id that everything this principal does is done under. A service's is <c>service:{name}</c>.</summary>
    public required UserId UserId { get; init; }

    public required PrincipalKind Kind { get; init; }

    /// <summary>
    /// True for a guest who asked for no name: <see cref="UserId"/> was made up for this connection, and gives way to
    /// that of a session which is resumed.
    /// </summary>
    public bool IsNameless { get; init; }

    /// <summary>
    /// What the token's <c>scope</c> or the key's <c>scopes</c> grant beyond what every user may do, such as
    /// <c>admin</c>; compared ordinally. Empty for guests.
    /// </summary>
    public IReadOnlySet<string> Scopes { get; init; } = EmptySet;

    /// <summary>The rooms this principal is confined to; null is not confined, empty is none at all.</summary>
    public IReadOnlyList<NamePattern>? Rooms { get; init; }

    /// <summary>The channels this principal is confined to, private ones among them; null: to all that are public.</summary>
    public IReadOnlyList<NamePattern>? Channels { get; init; }

    /// <summary>True: the connection limits and the message rate do not apply.</summary>
    public bool IsExemptFromLimits { get; init; }

    /// <summary>Limits of its own, in the place of those of the settings; null: it has none.</summary>
    public PrincipalLimits? Limits { get; init; }

    /// <summary>
    /// A back end: it stands above the roles of rooms, so that everything is open to it that is to their owner, in the rooms it may enter,
    /// and it speaks to users outside of rooms.
    /// </summary>
    public bool IsBackEnd => Kind == PrincipalKind.Service || Scopes.Contains(ServiceScope) || Scopes.Contains(AdminScope);

    /// <summary>Moderates every room it may enter, member or not. Nothing else in there is above its role.</summary>
    public bool IsModerator => IsBackEnd || Scopes.Contains(ModerateScope);

    /// <summary>
    /// When the credentials run out, clock skew included, and with them a connection that was opened with them; null is
    /// never.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The name of the API key, for logs; null for other credentials.</summary>
    public string? KeyName { get; init; }

    /// <summary>The SHA-256 of the API key, in hexadecimal: while the key file has it, the principal is what the file says. Null for other credentials.</summary>
    internal string? KeyHash { get; init; }

    /// <summary>What its token was signed with, by <see cref="JwtKey.Print"/>: while that key is trusted, the principal is what it was. Null for other credentials.</summary>
    internal string? TokenKey { get; init; }

    /// <summary>Whether a key vouched for it that may be taken back.</summary>
    internal bool HangsOnKey => KeyHash is not null || TokenKey is not null;

    /// <summary>The login that this principal came by, of which it is what was proved then; null for other credentials.</summary>
    internal string? Login { get; init; }

    /// <summary>
    /// Whether it may open <c>/ws</c> and <c>/sse</c>. Scopes that name neither <c>connect</c> nor <c>publish</c> confine nobody to these two;
    /// those that name one of them name all that there is to be had of them.
    /// </summary>
    public bool MayConnect => !NamesUse || Scopes.Contains(ConnectScope) || StandsAbove;

    /// <summary>Whether it may say anything, in rooms or channels. It may listen all the same.</summary>
    public bool MaySpeak => SpeaksAnyway || !NamesUse || Scopes.Contains(PublishScope) || StandsAbove;

    /// <summary>
    /// Whether it may publish to channels where only services do: a back end, or one whose scope is to publish and not to connect. Whoever has
    /// both may what every user may.
    /// </summary>
    public bool PublishesAsService => IsBackEnd || (Scopes.Contains(PublishScope) && !Scopes.Contains(ConnectScope));

    /// <summary>The settings do not ask for the scope to publish.</summary>
    internal bool SpeaksAnyway { get; init; }

    private bool NamesUse => Scopes.Contains(ConnectScope) || Scopes.Contains(PublishScope);

    private bool StandsAbove => Scopes.Contains(ServiceScope) || Scopes.Contains(AdminScope);

    /// <summary>Whether the credentials let this principal into the room. The room itself may still refuse.</summary>
    public bool MayEnter(RoomId room)
    {
        if (Rooms is null)
            return true;
        return Names(Rooms, room.Value);
    }

    /// <summary>
    /// Whether the credentials let this principal listen to a channel. A private one has to be named by them, or they have to be a back end's; and
    /// who is confined to some channels hears no other.
    /// </summary>
    public bool MayHear(ChannelId channel, bool isPrivate) =>
        Channels is not null ? Names(Channels, channel.Value) : !isPrivate || IsBackEnd;

    /// <summary>Whether it is the same principal with the same rights, to the same end.</summary>
    internal bool IsSameAs(Principal other) =>
        this with { Scopes = EmptySet, Rooms = null, Channels = null } == other with { Scopes = EmptySet, Rooms = null, Channels = null }
        && Scopes.SetEquals(other.Scopes)
        && AreSame(Rooms, other.Rooms)
        && AreSame(Channels, other.Channels);

    private static bool AreSame(IReadOnlyList<NamePattern>? one, IReadOnlyList<NamePattern>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);

    private static bool Names(IReadOnlyList<NamePattern> patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(name))
                return true;
        }

        return false;
    }

    /// <summary>A scope: opens connections.</summary>
    public const string ConnectScope = "connect";

    /// <summary>A scope: says things.</summary>
    public const string PublishScope = "publish";

    /// <summary>A scope: what a service may, as a user.</summary>
    public const string ServiceScope = "service";

    /// <summary>A scope: the same, for people.</summary>
    public const string AdminScope = "admin";

    /// <summary>A scope: a moderator of all rooms.</summary>
    public const string ModerateScope = "moderate";

    /// <summary>A scope: operates the cluster.</summary>
    public const string OperatorScope = "operator";

    private static readonly IReadOnlySet<string> EmptySet = new HashSet<string>();
}
