using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// A room as its log tells it. Immutable: the state that a batch will produce can be worked on while
/// the batch is on its way, and thrown away if the log refuses it.
/// </summary>
public sealed record RoomState
{
    /// <summary>Bans, and mutes, that a room remembers at once. Those that are over give way.</summary>
    public const int MaxRestrictions = 10_000;

    /// <summary>Users who left and of whom something is remembered; and, members included, users from whom something was taken.</summary>
    public const int MaxFormer = 10_000;

    public const int MaxInvites = 100;
    public const int MaxPins = 50;

    /// <summary>Lines of the moderation log that outlast the log's retention.</summary>
    public const int MaxModerationEntries = 500;

    public required RoomId Id { get; init; }

    /// <summary>The log's epoch; for a room that does not exist yet, the one it will be created under.</summary>
    public required Epoch Epoch { get; init; }

    /// <summary>The last event's seq; 0 for a room that does not exist.</summary>
    public long Head { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public UserId? Owner { get; init; }

    public RoomSettings Settings { get; init; } = RoomSettings.Default;

    public bool IsArchived { get; init; }

    public bool IsDeleted { get; init; }

    public RoomLock? Lock { get; init; }

    public ImmutableDictionary<UserId, Member> Members { get; init; } = ImmutableDictionary<UserId, Member>.Empty;

    /// <summary>Users who left, of whom something is remembered should they come back.</summary>
    public ImmutableDictionary<UserId, FormerMember> Former { get; init; } = ImmutableDictionary<UserId, FormerMember>.Empty;

    public ImmutableDictionary<UserId, Restriction> Bans { get; init; } = ImmutableDictionary<UserId, Restriction>.Empty;

    public ImmutableDictionary<UserId, Restriction> Mutes { get; init; } = ImmutableDictionary<UserId, Restriction>.Empty;

    /// <summary>By code.</summary>
    public ImmutableDictionary<string, Invite> Invites { get; init; } = ImmutableDictionary<string, Invite>.Empty;

    /// <summary>What became of messages that are still in the log, by their seq.</summary>
    public ImmutableSortedDictionary<long, MessageAnnotations> Annotations { get; init; } = ImmutableSortedDictionary<long, MessageAnnotations>.Empty;

    /// <summary>The highest seq in <see cref="Annotations"/>; 0 for none.</summary>
    public long LastAnnotated { get; init; }

    /// <summary>The seqs of pinned messages, in the order in which they were pinned.</summary>
    public ImmutableArray<long> Pins { get; init; } = [];

    /// <summary>What moderators did, oldest first.</summary>
    public ImmutableQueue<ModerationEntry> Moderation { get; init; } = [];

    public int ModerationCount { get; init; }

    public bool Exists => Head > 0 && !IsDeleted;

    /// <summary>A room nobody has created yet.</summary>
    public static RoomState Absent(RoomId id, Epoch epoch) => new() { Id = id, Epoch = epoch };

    /// <summary>What the user counts as: least of all, for one who is no member.</summary>
    public Role RoleOf(UserId user) => Owner == user ? Role.Owner : Members.GetValueOrDefault(user)?.Role ?? Role.Guest;

    /// <summary>The user's ban, if it is not over.</summary>
    public Restriction? BanOf(UserId user, DateTimeOffset now) => InForce(Bans, user, now);

    /// <summary>The user's mute, if it is not over.</summary>
    public Restriction? MuteOf(UserId user, DateTimeOffset now) => InForce(Mutes, user, now);

    /// <summary>
    /// Without what concerns entries below <paramref name="firstSeq"/>, which the log has forgotten. Of a message that is gone its edits stay known as
    /// long as they are in the log: what they say can be deleted still.
    /// </summary>
    public RoomState ForgetBelow(long firstSeq)
    {
        if (Annotations.IsEmpty || Annotations.Keys.First() >= firstSeq)
            return this;

        ImmutableSortedDictionary<long, MessageAnnotations>.Builder left = Annotations.ToBuilder();
        foreach ((long seq, MessageAnnotations annotations) in Annotations.TakeWhile(one => one.Key < firstSeq))
        {
            if (annotations.EditsFrom(firstSeq) is { } edits)
                left[seq] = edits;
            else
                left.Remove(seq);
        }

        return this with
        {
            Annotations = left.ToImmutable(),
            LastAnnotated = LastAnnotated >= firstSeq ? LastAnnotated : left.Count == 0 ? 0 : left.Keys.Max(),
            Pins = Pins.RemoveAll(seq => seq < firstSeq),
        };
    }

    /// <summary>The room after <paramref name="e"/>.</summary>
    /// <exception cref="InvalidOperationException">The event does not continue this state: the log is damaged.</exception>
    public RoomState Apply(RoomEvent e)
    {
        if (e.Seq != Head + 1)
            throw new InvalidOperationException($"Room {Id} is at seq {Head}; an event with seq {e.Seq} cannot follow.");

        return e switch
        {
            MessagePublished => After(e.Seq, e.By, e.Timestamp),
            RoomCreated created => this with
            {
                Head = e.Seq,
                Epoch = created.Epoch,
                Owner = created.Settings.IsDirect ? null : e.By,
                Settings = created.Settings,
                CreatedAt = e.Timestamp,
            },
            MemberJoined joined => After(joined),
            MemberLeft => (this with { Head = e.Seq }).Without(e.By, e.Timestamp),
            MessageAnnotated annotated => After(annotated),
            MemberModerated moderated => After(moderated),
            RoomUpdated updated => After(updated),
            RoomStatusChanged changed => After(changed),
            RoomTransferred transferred => After(transferred),
            InviteCreated made => After(made),
            InviteRevoked revoked => this with { Head = e.Seq, Invites = Invites.Remove(revoked.Code) },
            EntryUnreadable => this with { Head = e.Seq },
            _ => throw new InvalidOperationException($"Room {Id} does not know the event {e.GetType().Name}."),
        };
    }

    private static Restriction? InForce(ImmutableDictionary<UserId, Restriction> all, UserId user, DateTimeOffset now) =>
        !all.IsEmpty && all.TryGetValue(user, out Restriction? one) && !one.IsOver(now) ? one : null;

    private RoomState After(long seq, UserId writer, DateTimeOffset at) =>
        Settings.SlowMode > TimeSpan.Zero && Members.TryGetValue(writer, out Member? member)
            ? this with { Head = seq, Members = Members.SetItem(writer, member with { WroteAt = at }) }
            : this with { Head = seq };

    private RoomState After(MemberJoined e)
    {
        RoomState after = (this with { Head = e.Seq }).With(e.By, e.Role, e.Timestamp);
        return e.Invite is { } code && Invites.TryGetValue(code, out Invite? invite)
            ? after with { Invites = Invites.SetItem(code, invite with { UsedBy = invite.UsedBy.Add(e.By) }) }
            : after;
    }

    private RoomState After(RoomUpdated e)
    {
        RoomState after = this with { Head = e.Seq, Settings = e.Settings };
        return e.Settings.SlowMode == Settings.SlowMode ? after : after.Note(ModerationTypes.SlowMode, e, target: null, reason: null);
    }

    private RoomState After(RoomStatusChanged e)
    {
        RoomState after = e.Action switch
        {
            RoomAction.Archive => this with { Head = e.Seq, IsArchived = true },
            RoomAction.Restore => this with { Head = e.Seq, IsArchived = false },
            RoomAction.Lock => this with { Head = e.Seq, Lock = new RoomLock(e.Reason, e.By, e.Timestamp) },
            RoomAction.Unlock => this with { Head = e.Seq, Lock = null },
            RoomAction.Delete => Absent(Id, Epoch) with { Head = e.Seq, IsDeleted = true },
            _ => throw new InvalidOperationException($"Room {Id} does not know the action {e.Action}."),
        };
        return after.IsDeleted ? after : after.Note(ModerationTypes.Of(e.Action), e, target: null, e.Reason);
    }

    private RoomState After(RoomTransferred e)
    {
        ImmutableDictionary<UserId, Member> members = Members;
        if (Owner is { } before && members.TryGetValue(before, out Member? old))
            members = members.SetItem(before, old with { Role = Role.Admin });
        if (members.TryGetValue(e.To, out Member? next))
            members = members.SetItem(e.To, next.As(Role.Owner));

        // Nobody stands above an owner to take back a mute.
        return (this with { Head = e.Seq, Owner = e.To, Members = members, Mutes = Mutes.Remove(e.To) }).Note(ModerationTypes.Transfer, e, e.To, reason: null);
    }

    private RoomState After(MemberModerated e)
    {
        Member? member = Members.GetValueOrDefault(e.Target);
        var restriction = new Restriction(e.Until, e.Reason, e.By, e.Timestamp);
        RoomState after = this with { Head = e.Seq };
        after = e.Kind switch
        {
            ModerationKind.Ban => after.Without(e.Target, e.Timestamp) with { Bans = Restrict(Bans, e, restriction) },
            ModerationKind.Unban => after with { Bans = Bans.Remove(e.Target) },
            ModerationKind.Mute => after with { Mutes = Restrict(Mutes, e, restriction) },
            ModerationKind.Unmute => after with { Mutes = Mutes.Remove(e.Target) },
            ModerationKind.Kick => after.Without(e.Target, e.Timestamp),
            ModerationKind.Add => after.With(e.Target, e.Role, e.Timestamp),
            ModerationKind.SetRole when member is not null => after with { Members = Members.SetItem(e.Target, member.As(e.Role)) },
            ModerationKind.SetPermissions when member is not null =>
                after with { Members = Members.SetItem(e.Target, member with { Granted = e.Granted, Revoked = e.Revoked }) },
            _ => after,
        };
        return after.Note(ModerationTypes.Of(e.Kind), e, e.Target, e.Reason);
    }

    // As restrictions, those that are over make room when there are many.
    private RoomState After(InviteCreated e)
    {
        ImmutableDictionary<string, Invite> invites = Invites.Count < MaxInvites
            ? Invites
            : Invites.RemoveRange(Invites.Where(one => one.Value.IsOver(e.Timestamp)).Select(static one => one.Key));
        return this with
        {
            Head = e.Seq,
            Invites = invites.SetItem(e.Code, new Invite(e.Code, e.Seq, e.By, e.Role, e.Timestamp, e.ExpiresAt, e.MaxUses)),
        };
    }

    // Those that are over make room when there are many: by the event's own time, so that every reading of the log does the same.
    private static ImmutableDictionary<UserId, Restriction> Restrict(
        ImmutableDictionary<UserId, Restriction> all, MemberModerated e, Restriction restriction)
    {
        if (all.Count >= MaxRestrictions)
            all = all.RemoveRange(all.Where(one => one.Value.IsOver(e.Timestamp)).Select(static one => one.Key));
        return all.SetItem(e.Target, restriction);
    }

    private RoomState After(MessageAnnotated e)
    {
        MessageAnnotations before = Annotations.GetValueOrDefault(e.Target, MessageAnnotations.None);
        RoomState after = this with { Head = e.Seq };
        switch (e.Action)
        {
            case MessageAction.Edit:
                return after.Annotate(e, before with { Edits = before.Edits.Add(e.Seq), EditedAt = e.Timestamp, EditedBy = e.By });
            case MessageAction.Delete:
                after = after.Annotate(e, new MessageAnnotations { DeletedAt = e.Timestamp, DeletedBy = e.By }) with { Pins = Pins.Remove(e.Target) };
                return e.By == e.Author ? after : after.Note(ModerationTypes.DeleteMessage, e, e.Author, reason: null);
            case MessageAction.AddReaction:
                return after.Annotate(e, before.React(e.By, e.Reaction!));
            case MessageAction.RemoveReaction:
                return after.Annotate(e, before.Unreact(e.By, e.Reaction!));
            case MessageAction.Pin:
                return after.Annotate(e, before with { PinnedBy = e.By }) with { Pins = Pins.Contains(e.Target) ? Pins : Pins.Add(e.Target) };
            case MessageAction.Unpin:
                return after.Annotate(e, before with { PinnedBy = null }) with { Pins = Pins.Remove(e.Target) };
            default:
                throw new InvalidOperationException($"Room {Id} does not know the action {e.Action}.");
        }
    }

    private RoomState Annotate(MessageAnnotated e, MessageAnnotations what) => this with
    {
        Annotations = Annotations.SetItem(e.Target, what),
        LastAnnotated = Math.Max(LastAnnotated, e.Target),
    };

    /// <summary>Leaving and coming back undoes nothing that the user would be rid of.</summary>
    private RoomState With(UserId user, Role role, DateTimeOffset at)
    {
        FormerMember? former = Former.GetValueOrDefault(user);
        var member = new Member(role, at)
        {
            Revoked = former?.Revoked ?? Permissions.None, WroteAt = former?.WroteAt, IsDemoted = role <= former?.Role,
        };
        return this with { Members = Members.SetItem(user, member), Former = Former.Remove(user) };
    }

    private RoomState Without(UserId user, DateTimeOffset at)
    {
        RoomState after = this with { Members = Members.Remove(user) };
        return Members.TryGetValue(user, out Member? member) && FormerMember.Of(member, Settings.SlowMode, at) is { } former
            ? after with { Former = FormerMember.Add(Former, user, former, at) }
            : after;
    }

    private RoomState Note(string type, RoomEvent e, UserId? target, string? reason)
    {
        ImmutableQueue<ModerationEntry> entries = Moderation.Enqueue(new ModerationEntry(e.Seq, type, target, e.By, reason, e.Timestamp));
        return ModerationCount < MaxModerationEntries
            ? this with { Moderation = entries, ModerationCount = ModerationCount + 1 }
            : this with { Moderation = entries.Dequeue() };
    }
}
