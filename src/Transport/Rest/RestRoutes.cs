using Microsoft.AspNetCore.Http;
using Streaming.Actors.Channels;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest.OpenApi;
using static Streaming.Transport.Protocol.ErrorCode;
using static Streaming.Transport.Rest.RestRoute;

namespace Streaming.Transport.Rest;

/// <summary>All of REST: what is not here is not served, and what is here is in the OpenAPI document.</summary>
internal static class RestRoutes
{
    /// <summary>What all patterns are below.</summary>
    public const string Root = "/api/v1";

    private const string Get = "GET";
    private const string Post = "POST";
    private const string Put = "PUT";
    private const string Patch = "PATCH";
    private const string Delete = "DELETE";

    private const string Room = $"/rooms/{{{RestPath.RoomParameter}}}";
    private const string RoomMessage = $"{Room}/messages/{{{RestPath.MessageParameter}}}";
    private const string Reaction = $"{RoomMessage}/reactions/{{{RestPath.ReactionParameter}}}";
    private const string User = $"{{{RestPath.UserParameter}}}";

    // What a room answers that is asked by somebody who is not in it, or whose role does not allow it.
    private static readonly ErrorCode[] Inside = [RoomNotFound, NotAMember, Banned];
    private static readonly ErrorCode[] ByRole = [.. Inside, InsufficientRole];
    private static readonly ErrorCode[] Writing = [.. ByRole, Muted, RoomLocked, RoomArchived];
    private static readonly ErrorCode[] Annotating = [.. Writing, MessageNotFound];

    public static IReadOnlyList<RestRoute> All { get; } =
    [
        To<NegotiateEndpoint>(Post, "/negotiate", "Get a node to connect to, and a ticket for it", static negotiation => negotiation.NegotiateAsync) with
        {
            Envelope = Personal, Answer = RestSchemas.Negotiated,
        },
        To<LoginEndpoint>(Post, "/sessions", "Log in: get a cookie for a token or key", static login => login.LogInAsync) with
        {
            Envelope = Personal, Answer = RestSchemas.Login,
        },
        To<LoginEndpoint>(Get, "/sessions", "Show who is logged in by the cookie", static login => login.ShowAsync) with
        {
            Envelope = Personal, Answer = RestSchemas.Login,
        },
        To<LoginEndpoint>(Delete, "/sessions", "Log out, on all nodes", static login => login.LogOutAsync) with
        {
            Envelope = Personal, Answer = RestSchemas.LoggedOut,
        },
        To<RoomsEndpoint>(Post, "/rooms", "Make a room", static rooms => rooms.CreateAsync) with
        {
            Body = RestSchemas.NewRoom, Status = StatusCodes.Status201Created, Answer = RestSchemas.Room, Errors = [RoomExists, RoomLimit, .. Inside],
        },
        To<ListingEndpoint>(Get, "/rooms", "Look for public rooms, by id", static listing => listing.ListAsync) with
        {
            Query = RestSchemas.ListingQueryParameters, Answer = RestSchemas.ListingPage,
        },
        To<RoomsEndpoint>(Get, Room, "Show a room", static rooms => rooms.ShowAsync) with { Answer = RestSchemas.Room, Errors = Inside },
        To<RoomsEndpoint>(Patch, Room, "Change a room's settings", static rooms => rooms.UpdateAsync) with
        {
            IsAudited = true,
            Body = RestSchemas.RoomChange, Answer = RestSchemas.Room, Errors = ByRole,
        },
        To<RoomsEndpoint>(Delete, Room, "Delete a room with all that is in it", static rooms => rooms.DeleteAsync) with
        {
            IsAudited = true,
            Query = [RestSchemas.ReasonParameter], Answer = RestSchemas.Change, Errors = ByRole,
        },
        Status("archive", "Have nothing more written in a room, and nobody come in", static rooms => rooms.ArchiveAsync),
        Status("restore", "Take a room out of the archive", static rooms => rooms.RestoreAsync),
        Status("lock", "Have nobody below moderator write in a room, and nobody come in", static rooms => rooms.LockAsync),
        Status("unlock", "Unlock a room", static rooms => rooms.UnlockAsync),
        To<RoomsEndpoint>(Post, $"{Room}/transfer", "Hand a room over to another member", static rooms => rooms.TransferAsync) with
        {
            IsAudited = true,
            Body = RestSchemas.NewOwner, Answer = RestSchemas.Change, Errors = [.. ByRole, UserNotFound],
        },

        To<HistoryEndpoint>(Get, $"{Room}/history", "Read a page of a room's messages", static history => history.ReadAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.History }, Query = RestSchemas.HistoryQueryParameters,
            Answer = RestSchemas.HistoryPage, Errors = Inside,
        },
        To<MessagesEndpoint>(Post, $"{Room}/messages", "Write a message", static messages => messages.PublishAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Message },
            Body = RestSchemas.NewMessage, Status = StatusCodes.Status201Created, Answer = RestSchemas.Published,
            Errors = [.. Writing, SlowMode, ContentRejected],
        },
        To<MessagesEndpoint>(Patch, RoomMessage, "Edit a message", static messages => messages.EditAsync) with
        {
            // Filters see what it says, as of a new message.
            Envelope = new ClientMessage { Type = ClientMessageType.Message },
            Body = RestSchemas.MessageChange, Answer = RestSchemas.Change, Errors = [.. Annotating, ContentRejected],
        },
        Annotation(Delete, RoomMessage, ClientEvent.Deleted, "Delete a message", static messages => messages.DeleteAsync),
        Annotation(Put, Reaction, ClientEvent.ReactionAdded, "React to a message", static messages => messages.ReactAsync),
        Annotation(Delete, Reaction, ClientEvent.ReactionRemoved, "Take a reaction back", static messages => messages.UnreactAsync),
        To<PinsEndpoint>(Get, $"{Room}/pins", "Show the pinned messages, the newest pin first", static pins => pins.ListAsync) with
        {
            Answer = RestSchemas.PinList, Errors = Inside,
        },
        Annotation(Put, Pin, ClientEvent.Pinned, "Pin a message", static messages => messages.PinAsync),
        Annotation(Delete, Pin, ClientEvent.Unpinned, "Unpin a message", static messages => messages.UnpinAsync),

        To<MembersEndpoint>(Get, $"{Room}/members", "List the members of a room, by user id", static members => members.ListAsync) with
        {
            Query =
            [
                new RestParameter("limit", Schema.Integer(1, ReadMembers.MaxLimit), "Members on a page."),
                new RestParameter("after", Schema.Id, "Only those after this one."),
            ],
            Answer = RestSchemas.MemberPage, Errors = Inside,
        },
        To<MembersEndpoint>(
            Put, $"{Room}/members/{User}", "Add a member, or set role and permissions: all that is said, or nothing", static members => members.PutAsync) with
        {
            IsAudited = true,
            Body = RestSchemas.MemberChange, Answer = RestSchemas.Change,
            Errors = [.. ByRole, RoomFull, RoomLocked, RoomArchived, RoomLimit, UserNotFound],
        },
        To<MembersEndpoint>(Delete, $"{Room}/members/{User}", "Remove a member, or leave", static members => members.RemoveAsync) with
        {
            IsSilent = true,
            IsAudited = true,
            Query = [RestSchemas.ReasonParameter], Answer = RestSchemas.Change, Errors = [.. ByRole, UserNotFound],
        },

        To<ReadMarkersEndpoint>(Get, $"{Room}/read-markers", "Show how far members have read, by user id", static markers => markers.ListAsync) with
        {
            Query =
            [
                new RestParameter("limit", Schema.Integer(1, ReadMembers.MaxLimit), "Members on a page."),
                new RestParameter("after", Schema.Id, "Only those after this one."),
            ],
            Answer = RestSchemas.MarkerPage, Errors = Inside,
        },
        To<ReadMarkersEndpoint>(Put, $"{Room}/read-markers", "Say how far one has read", static markers => markers.PutAsync) with
        {
            IsSilent = true,
            Body = RestSchemas.NewMarker, Answer = RestSchemas.Marker, Errors = Inside,
        },

        To<InvitesEndpoint>(Get, $"{Room}/invites", "List a room's invites", static invites => invites.ListAsync) with
        {
            Answer = RestSchemas.InviteList, Errors = ByRole,
        },
        To<InvitesEndpoint>(Post, $"{Room}/invites", "Make an invite", static invites => invites.CreateAsync) with
        {
            IsAudited = true,
            Body = RestSchemas.NewInvite, Status = StatusCodes.Status201Created, Answer = RestSchemas.Invite,
            Errors = [.. ByRole, RoomArchived, InviteInvalid],
        },
        To<InvitesEndpoint>(Delete, $"{Room}/invites/{{{RestPath.CodeParameter}}}", "Revoke an invite", static invites => invites.RevokeAsync) with
        {
            IsAudited = true,
            Answer = RestSchemas.Change, Errors = [.. ByRole, InviteInvalid],
        },

        Moderation(Put, "bans", "Ban a user", static moderation => moderation.BanAsync) with { Body = RestSchemas.Restriction },
        Moderation(Delete, "bans", "Take a ban back", static moderation => moderation.UnbanAsync),
        Moderation(Put, "mutes", "Mute a user", static moderation => moderation.MuteAsync) with { Body = RestSchemas.Restriction },
        Moderation(Delete, "mutes", "Take a mute back", static moderation => moderation.UnmuteAsync),
        To<ModerationEndpoint>(Get, $"{Room}/moderation-log", "Read what moderators did, newest first", static moderation => moderation.ListAsync) with
        {
            Query =
            [
                new RestParameter("limit", Schema.Integer(1, ReadModerationLog.MaxLimit), "Entries on a page."),
                new RestParameter("before_seq", Schema.Integer(0), "Only older ones."),
            ],
            Answer = RestSchemas.ModerationPage, Errors = ByRole,
        },

        To<ChannelsEndpoint>(Get, "/channels", "List the channels in use, by id", static channels => channels.ListAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Subscribe },
            Query =
            [
                new RestParameter("limit", Schema.Integer(1, ChannelDirectory.MaxLimit), "Channels on a page."),
                new RestParameter("after", Schema.Id, "Only those after this one."),
            ],
            Answer = RestSchemas.ChannelPage,
        },
        To<ChannelsEndpoint>(
            Post, $"/channels/{{{RestPath.ChannelParameter}}}/messages", "Publish to a channel", static channels => channels.PublishAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Message },
            Body = RestSchemas.NewMessage, Answer = RestSchemas.ChannelPublished, Errors = [ChannelNotFound, ContentRejected],
        },

        To<PresenceEndpoint>(Get, $"/presence/{User}", "Show what others see of a user", static presence => presence.ShowAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Presence, Event = ClientEvent.Get }, Answer = RestSchemas.Presence,
        },
        To<PresenceEndpoint>(Put, $"/presence/{User}", "Set what others see of a user who is connected", static presence => presence.SetAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Presence }, Body = RestSchemas.NewPresence, Answer = RestSchemas.Presence,
            Errors = [UserNotFound, ContentRejected],
        },
        To<PresenceEndpoint>(Post, "/presence/query", "Show what others see of several users", static presence => presence.QueryAsync) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Presence, Event = ClientEvent.Get }, Body = RestSchemas.PresenceQuery, Answer = RestSchemas.PresenceList,
        },

        To<DirectEndpoint>(Post, $"/direct/{User}", "Open the room of two", static direct => direct.OpenAsync) with
        {
            Answer = RestSchemas.Room, Errors = [.. Inside, RoomLimit],
        },
        To<UserRoomsEndpoint>(Get, $"/users/{User}/rooms", "List the rooms that a user is in, by id", static rooms => rooms.ListAsync) with
        {
            Query = RestSchemas.UserRoomsQueryParameters, Answer = RestSchemas.RoomPage,
        },
        To<UserRoomsEndpoint>(Get, $"/users/{User}/unread", "Count what a user has not read, by room", static rooms => rooms.ListUnreadAsync) with
        {
            Query = RestSchemas.UserRoomsQueryParameters, Answer = RestSchemas.UnreadPage,
        },
        To<UsersEndpoint>(Post, $"/users/{User}/messages", "Say something to all connections of a user", static users => users.TellAsync) with
        {
            IsAudited = true,
            Body = RestSchemas.NewNotice, Answer = RestSchemas.Reached,
        },
        To<UsersEndpoint>(Delete, $"/users/{User}/connections", "Close all connections of a user", static users => users.KickAsync) with
        {
            IsAudited = true,
            Query = [RestSchemas.ReasonParameter], Answer = RestSchemas.Reached,
        },
        To<UsersEndpoint>(Post, "/broadcast", "Say something to everybody who is connected", static users => users.BroadcastAsync) with
        {
            IsAudited = true,
            Body = RestSchemas.NewNotice, Answer = RestSchemas.Reached,
        },
    ];

    // Of the caller alone: no room, no channel, and served whatever is switched off.
    private static ClientMessage Personal => new() { Type = ClientMessageType.Ping };

    private const string Pin = $"{Room}/pins/{{{RestPath.MessageParameter}}}";

    private static RestRoute Status(string action, string summary, Func<RoomsEndpoint, Func<RestCall, Task<RestAnswer>>> handler) =>
        To(Post, $"{Room}/{action}", summary, handler) with { IsAudited = true, Body = RestSchemas.ReasonOnly, Answer = RestSchemas.Change, Errors = ByRole };

    // As over WebSocket: it stands in the log like a message, and costs as much.
    private static RestRoute Annotation(
        string method, string pattern, ClientEvent what, string summary, Func<MessagesEndpoint, Func<RestCall, Task<RestAnswer>>> handler) =>
        To(method, pattern, summary, handler) with
        {
            Envelope = new ClientMessage { Type = ClientMessageType.Message, Event = what },
            Answer = RestSchemas.Change,
            Errors = what == ClientEvent.ReactionAdded ? [.. Annotating, ContentRejected] : Annotating,
        };

    private static RestRoute Moderation(
        string method, string what, string summary, Func<ModerationEndpoint, Func<RestCall, Task<RestAnswer>>> handler) =>
        To(method, $"{Room}/{what}/{User}", summary, handler) with { IsAudited = true, Answer = RestSchemas.Change, Errors = ByRole };
}
