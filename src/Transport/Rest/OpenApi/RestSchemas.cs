using Streaming.Actors.Directories;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;
using static Streaming.Transport.Rest.OpenApi.Property;

namespace Streaming.Transport.Rest.OpenApi;

/// <summary>What REST takes and answers.</summary>
internal static class RestSchemas
{
    /// <summary>An error, as RFC 9457 has it.</summary>
    public static readonly Schema Problem = Schema.Object(
        Required("type", Schema.Text(256)),
        Required("title", Schema.Text(256)),
        Required("status", Schema.Integer(400, 599)),
        Required("detail", Schema.Text(2_000)),
        Required("code", Schema.OneOf(Enum.GetValues<ErrorCode>().Select(static code => code.Name()))),
        Required("retryable", Schema.Flag),
        Optional("retry_after_ms", Schema.Integer(0)),
        Optional("reason", Schema.Text(256) with { Description = "The code of what is wrong with the content, or the name of the filter that refused." }),
        Optional("until", Schema.Time with { Description = "When a ban or a mute ends." }),
        Optional("trace_id", Schema.Text(64))).Named("Problem");

    private static readonly Schema MessageIdText = new("string") { Description = "The global id of a logged event: {epoch}-{seq}." };
    private static readonly Schema Seq = Schema.Integer(1);
    private static readonly Schema RoleWord = Schema.OneOf(Vocabulary.Roles.Names);
    private static readonly Schema PermissionList = Schema.List(Schema.OneOf(Vocabulary.Permissions.Names));
    private static readonly Schema Reason = Schema.Text(ModerateMember.MaxReasonLength);
    private static readonly Schema Label = Schema.Text(ClientMessageReader.MaxLabelLength);

    private static readonly IReadOnlyList<Property> Settings =
    [
        Optional("name", Schema.Text(RoomSettings.MaxNameLength)),
        Optional("description", Schema.Text(RoomSettings.MaxDescriptionLength)),
        Optional("category", Schema.Text(RoomSettings.MaxCategoryLength)),
        Optional("private", Schema.Flag),
        Optional("max_members", Schema.Integer(1, RoomSettings.MaxMembersBound)),
        Optional("tags", Schema.List(Schema.Text(RoomSettings.MaxTagLength), RoomSettings.MaxTags)),
        Optional("metadata", Schema.AnyObject),
        Optional("slow_mode_s", Schema.Integer(0, (long)RoomSettings.MaxSlowMode.TotalSeconds)),
        Optional("delivery", Schema.OneOf(Vocabulary.Deliveries.Names)),
        Optional("sample_interval_ms", Schema.Integer(0, RoomSettings.MaxSampleIntervalMs)),
    ];

    public static readonly Schema Negotiated = Schema.Object(
        Required("url", Schema.Text(2_000) with { Description = "The node's address: /ws and /sse are below it." }),
        Required("node_id", Schema.Text(64)),
        Required("ticket", Schema.Text(64) with { Description = "For ?ticket=, once." }),
        Required("expires_at", Schema.Time)).Named("Negotiated");

    public static readonly Schema Login = Schema.Object(
        Required("user_id", Schema.Id),
        Required("expires_at", Schema.Time with { Description = "When the login ends at the latest." }),
        Required("csrf_token", Schema.Text(64) with { Description = "For X-CSRF-Token, in every request that changes something." })).Named("Login");

    public static readonly Schema LoggedOut = Schema.Object(
        Required("changed", Schema.Flag with { Description = "False: nobody was logged in." })).Named("LoggedOut");

    public static readonly Schema NewRoom = Schema.Object(
    [
        Optional("room_id", Schema.Id with { Description = "Absent: the server makes one." }),
        Optional("owner", Schema.Id with { Description = "For back ends: whose room it is." }),
        .. Settings,
    ]).Named("NewRoom");

    /// <summary>A JSON Merge Patch.</summary>
    public static readonly Schema RoomChange = Schema.Object(
        [.. Settings.Select(static setting => setting.Name is "private"
            ? setting
            : setting with { Value = setting.Value.OrNull() with { MinLength = null } })]).Named("RoomChange");

    private static readonly IReadOnlyList<Property> Membership =
    [
        Required("role", RoleWord),
        Required("joined_at", Schema.Time),
        Required("permissions", PermissionList),
    ];

    public static readonly Schema Room = Schema.Object(
    [
        Required("room_id", Schema.Id),
        Optional("owner", Schema.Id),
        Required("created_at", Schema.Time),
        Required("member_count", Schema.Integer(0)),
        Required("archived", Schema.Flag),
        Required("locked", Schema.Flag),
        Optional("lock", Schema.Object(Optional("reason", Reason), Required("by", Schema.Id), Required("at", Schema.Time))),
        .. Settings,
        Optional("direct", Schema.Flag),
        Required("epoch", Label),
        Required("first_seq", Seq),
        Required("last_seq", Seq),
        Optional("membership", Schema.Object(Membership) with { Description = "That of who asks." }),
    ]).Named("Room");

    private static readonly Property HasMore = Required("has_more", Schema.Flag);
    private static readonly Property Next = Optional("next", Schema.Id with { Description = "What to go on with, as `after`." });

    private static readonly Property HasMoreOfSome = HasMore with
    {
        Value = Schema.Flag with { Description = "Also where a page holds fewer rooms than asked for, or none." },
    };

    public static readonly Schema ListingPage = Schema.Object(
        Required("rooms", Schema.List(
            Schema.Object(
                Required("room_id", Schema.Id),
                Optional("owner", Schema.Id),
                Required("created_at", Schema.Time),
                Required("member_count", Schema.Integer(0)),
                Optional("name", Schema.Text(RoomSettings.MaxNameLength)),
                Optional("description", Schema.Text(RoomSettings.MaxDescriptionLength)),
                Optional("category", Schema.Text(RoomSettings.MaxCategoryLength)),
                Required("max_members", Schema.Integer(1, RoomSettings.MaxMembersBound)),
                Required("tags", Schema.List(Schema.Text(RoomSettings.MaxTagLength), RoomSettings.MaxTags))).Named("ListedRoom"),
            ListingQuery.MaxLimit)),
        HasMoreOfSome,
        Next).Named("ListingPage");

    public static readonly Schema RoomPage = Schema.Object(
        Required("rooms", Schema.List(Room, RoomsOfUser.MaxLimit)), HasMoreOfSome, Next).Named("RoomPage");

    public static readonly Schema UnreadPage = Schema.Object(
        Required("rooms", Schema.List(
            Schema.Object(
                Required("room_id", Schema.Id),
                Required("epoch", Label),
                Required("last_seq", Schema.Integer(0)),
                Required("marker", Schema.Integer(0) with { Description = "Up to where the user has read." }),
                Required("unread", Schema.Integer(0, MarkerReader.MaxCounted) with { Description = "Messages of others behind the marker." }),
                Optional("capped", Schema.Flag with { Description = "There are, or may be, more." })).Named("UnreadRoom"),
            RoomsOfUser.MaxLimit)),
        HasMoreOfSome,
        Next).Named("UnreadPage");

    public static readonly Schema NewMarker = Schema.Object(Required("seq", Schema.Integer(0))).Named("NewMarker");

    public static readonly Schema Marker = Schema.Object(Required("user_id", Schema.Id), Required("seq", Schema.Integer(0))).Named("Marker");

    public static readonly Schema MarkerPage = Schema.Object(
        Required("markers", Schema.List(Marker, ReadMembers.MaxLimit)), HasMore, Next).Named("MarkerPage");

    public static readonly Schema MemberPage = Schema.Object(
        Required("members", Schema.List(Schema.Object(
        [
            Required("user_id", Schema.Id),
            .. Membership,
            Optional("muted", Schema.Flag),
            Optional("muted_until", Schema.Time),
        ]).Named("Member"))),
        Required("has_more", Schema.Flag),
        Required("total", Schema.Integer(0))).Named("MemberPage");

    public static readonly Schema MemberChange = Schema.Object(
        Optional("role", RoleWord),
        Optional("granted", PermissionList),
        Optional("revoked", PermissionList)).Named("MemberChange");

    public static readonly Schema NewInvite = Schema.Object(
        Optional("role", Schema.OneOf([Vocabulary.Roles[Role.Guest], Vocabulary.Roles[Role.Member]])),
        Optional("max_uses", Schema.Integer(1, Streaming.Actors.Rooms.Invite.MaxUsesBound)),
        Optional("expires_at", Schema.Time),
        Optional("expires_in_s", Schema.Integer(1))).Named("NewInvite");

    public static readonly Schema Invite = Schema.Object(
        Required("code", Schema.Text(Streaming.Actors.Rooms.Invite.MaxCodeLength)),
        Required("created_by", Schema.Id),
        Required("created_at", Schema.Time),
        Optional("expires_at", Schema.Time),
        Required("role", RoleWord),
        Required("max_uses", Schema.Integer(1)),
        Required("used_count", Schema.Integer(0))).Named("Invite");

    public static readonly Schema InviteList = Schema.Object(Required("invites", Schema.List(Invite))).Named("InviteList");

    public static readonly Schema Restriction = Schema.Object(
        Optional("reason", Reason),
        Optional("until", Schema.Time),
        Optional("duration_s", Schema.Integer(1))).Named("Restriction");

    public static readonly Schema ReasonOnly = Schema.Object(Optional("reason", Reason)).Named("Reason");

    public static readonly Schema NewOwner = Schema.Object(Required("user_id", Schema.Id)).Named("NewOwner");

    public static readonly Schema ModerationPage = Schema.Object(
        Required("entries", Schema.List(Schema.Object(
            Required("id", MessageIdText),
            Required("seq", Seq),
            Required("type", Schema.Text(32)),
            Required("room_id", Schema.Id),
            Optional("target_id", Schema.Id),
            Required("moderator_id", Schema.Id),
            Optional("reason", Reason),
            Required("timestamp", Schema.Time)).Named("ModerationEntry"))),
        Required("has_more", Schema.Flag)).Named("ModerationPage");

    public static readonly Schema NewMessage = Schema.Object(
        Required("data", Schema.Any),
        Optional("metadata", Schema.AnyObject),
        Optional("thread_id", Label),
        Optional("content_type", Label)).Named("NewMessage");

    public static readonly Schema MessageChange = Schema.Object(
        Required("data", Schema.Any),
        Optional("metadata", Schema.AnyObject),
        Optional("content_type", Label)).Named("MessageChange");

    public static readonly Schema Published = Schema.Object(
        Required("seq", Seq),
        Required("message_id", MessageIdText),
        Required("timestamp", Schema.Time)).Named("Published");

    /// <summary>To a channel: one that keeps no messages gives them no place.</summary>
    public static readonly Schema ChannelPublished = Schema.Object(
        Optional("seq", Seq),
        Optional("message_id", MessageIdText),
        Required("timestamp", Schema.Time)).Named("ChannelPublished");

    private static readonly IReadOnlyList<Property> ChannelPolicy =
    [
        Required("private", Schema.Flag),
        Required("persistent", Schema.Flag),
        Required("publish", Schema.OneOf(Vocabulary.Publishers.Names)),
        Required("delivery", Schema.OneOf(Vocabulary.Deliveries.Names)),
    ];

    public static readonly Schema ChannelPage = Schema.Object(
        Required("channels", Schema.List(Schema.Object([Required("channel_id", Schema.Id), .. ChannelPolicy]).Named("Channel"))),
        Required("has_more", Schema.Flag),
        Required("complete", Schema.Flag with { Description = "False: a node did not answer." }),
        Required("declared", Schema.List(Schema.Object(
            [Required("pattern", Schema.Text(IdSyntax.MaxNameLength + 1)), .. ChannelPolicy]).Named("ChannelPattern")))).Named("ChannelPage");

    public static readonly Schema Change = Schema.Object(
        Required("changed", Schema.Flag with { Description = "False: it was so already." }),
        Optional("seq", Seq),
        Optional("message_id", MessageIdText),
        Optional("timestamp", Schema.Time)).Named("Change");

    public static readonly Schema NewNotice = Schema.Object(
        Required("data", Schema.Any),
        Optional("metadata", Schema.AnyObject)).Named("NewNotice");

    public static readonly Schema Reached = Schema.Object(
        Required("connections", Schema.Integer(0) with { Description = "That it was done to, on all nodes." })).Named("Reached");

    public static readonly Schema Presence = Schema.Object(
        Required("user_id", Schema.Id),
        Required("status", Schema.OneOf(Vocabulary.Availabilities.Names)),
        Optional("custom_status", Schema.Text(StatusFields.MaxCustomStatusLength)),
        Optional("activity", Schema.Text(StatusFields.MaxActivityLength)),
        Optional("devices", Schema.List(Schema.OneOf(Vocabulary.Devices.Names))),
        Optional("metadata", Schema.AnyObject),
        Optional("last_seen", Schema.Time)).Named("Presence");

    public static readonly Schema NewPresence = Schema.Object(
        Required("status", Schema.OneOf(Vocabulary.Availabilities.Names)),
        Optional("custom_status", Schema.Text(StatusFields.MaxCustomStatusLength)),
        Optional("activity", Schema.Text(StatusFields.MaxActivityLength)),
        Optional("metadata", Schema.AnyObject)).Named("NewPresence");

    public static readonly Schema PresenceQuery = Schema.Object(
        Required("users", Schema.List(Schema.Id, PresenceReader.MaxUsers))).Named("PresenceQuery");

    public static readonly Schema PresenceList = Schema.Object(
        Required("users", Schema.List(Presence, PresenceReader.MaxUsers))).Named("PresenceList");

    private static readonly Schema Reactions = new("object")
    {
        Description = "By reaction: how many, and the first of them by id.",
        Values = Schema.Object(
            Required("count", Schema.Integer(1)),
            Required("user_ids", Schema.List(Schema.Id, ReactionSummary.MaxNamed))).Named("Reaction"),
    };

    /// <summary>As it is now.</summary>
    public static readonly Schema Message = Schema.Object(
        Required("id", MessageIdText),
        Required("type", Schema.OneOf(["message"])),
        Required("room_id", Schema.Id),
        Required("user_id", Schema.Id),
        Optional("data", Schema.Any),
        Optional("metadata", Schema.AnyObject),
        Optional("content_type", Label),
        Optional("thread_id", Label),
        Required("timestamp", Schema.Time),
        Required("seq", Seq),
        Optional("edited_at", Schema.Time),
        Optional("edited_by", Schema.Id),
        Optional("deleted", Schema.Flag with { Description = "Then it has no content." }),
        Optional("deleted_at", Schema.Time),
        Optional("deleted_by", Schema.Id),
        Optional("pinned", Schema.Flag),
        Optional("reactions", Reactions)).Named("Message");

    public static readonly Schema HistoryPage = Schema.Object(
        Required("messages", Schema.List(Message, HistoryQuery.MaxLimit)),
        Required("has_more", Schema.Flag),
        Required("first_seq", Schema.Integer(0)),
        Required("last_seq", Schema.Integer(0)),
        Required("epoch", Label)).Named("HistoryPage");

    public static readonly Schema PinList = Schema.Object(
        Required("messages", Schema.List(Message, RoomState.MaxPins)),
        Required("epoch", Label)).Named("PinList");

    public static readonly IReadOnlyList<RestParameter> HistoryQueryParameters =
    [
        new("limit", Schema.Integer(1, HistoryQuery.MaxLimit), "Messages on a page."),
        new("before_seq", Schema.Integer(0), "Only older ones."),
        new("after_seq", Schema.Integer(0), "Only newer ones, and oldest first."),
        new("thread_id", Label, "Only this thread's."),
        new("author", Schema.Id, "Only this user's."),
        new("search", Schema.Text(256), "Only those with all of these words."),
        new("before", Schema.Time, "Only from before."),
        new("after", Schema.Time, "Only from after."),
    ];

    public static readonly IReadOnlyList<RestParameter> ListingQueryParameters =
    [
        new("limit", Schema.Integer(1, ListingQuery.MaxLimit), "Rooms on a page."),
        new("after", Schema.Id, "Only those after this one."),
        new("q", Schema.Text(ListingQuery.MaxWordsLength), "Only those with all of these words in their id, name or description."),
        new("tag", Schema.Text(RoomSettings.MaxTagLength), "Only those with this tag."),
        new("category", Schema.Text(RoomSettings.MaxCategoryLength), "Only those of this category."),
    ];

    public static readonly IReadOnlyList<RestParameter> UserRoomsQueryParameters =
    [
        new("limit", Schema.Integer(1, RoomsOfUser.MaxLimit), "Rooms on a page."),
        new("after", Schema.Id, "Only those after this one."),
    ];

    public static readonly RestParameter ReasonParameter = new("reason", Reason, "Why; told to the others, and noted.");

    public static readonly Schema RequestIdText = Schema.Text(IdSyntax.MaxRequestLength);
}
