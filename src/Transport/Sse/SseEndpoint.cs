using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.Hooks;
using Streaming.Transport.Hosting;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Transport.Sse;

/// <summary>
/// <c>GET /sse</c>, from the request to the end of the stream: (1) who is it, what is asked, and not too often, (2) is there a place,
/// (3) open a session and enter the rooms, (4) say welcome and begin delivery, (5) go on until somebody ends it, (6) close the session.
/// </summary>
internal sealed partial class SseEndpoint(
    Entrance entrance,
    ConnectionRegistry registry,
    StreamingNode node,
    ConnectionServices connections,
    SseEncoder encoder,
    UserThrottle throttle,
    RoomDoor door,
    ChannelRights channels,
    StreamingOptions options,
    Problems problems,
    ILogger<SseEndpoint> logger)
{
    public async Task ServeAsync(HttpContext http)
    {
        var error = await entrance.CheckAsync(http, Doorway.Events) switch
        {
            Entry.Admitted { Principal: var principal } => await TryAdmitAsync(http, principal),
            Entry.Refused { Error: var refusal } => refusal,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (error is not null)
            await problems.WriteAsync(http, error);
    }

    private async Task<RequestError?> TryAdmitAsync(HttpContext http, Principal principal)
    {
        try
        {
            return await AdmitAsync(http, principal);
        }
        catch (StoreAwayException) when (!http.Response.HasStarted)
        {
            return RequestError.Away;
        }
    }

    // Null: the stream was served, to its end. Else nothing of it has been.
    private async Task<RequestError?> AdmitAsync(HttpContext http, Principal principal)
    {
        if (SseQuery.Read(http.Request, options.Limits, out var error) is not { } query)
            return error;
        if (FindProblem(principal, query) is { } problem)
            return problem;

        int places = query.Rooms.Count + query.Channels.Count;
        string? address = ClientAddress.NameOf(http.Connection.RemoteIpAddress);
        if (await throttle.SpendOnRoomsAsync(principal, principal.UserId, address, places, http.RequestAborted)
            is StageResult.Refused throttled)
        {
            return throttled.Error;
        }

        using var lease = registry.TryAdmit();
        if (lease is null)
            return ConnectionErrors.Limit;

        using var credentials = new ConnectionCredentials(principal, connections);
        using var connection = new SseConnection(http.Response.Body, credentials, connections, encoder);
        using var aborted = http.RequestAborted.Register(
            static state => ((SseConnection)state!).Close(new CloseReason.Lost(Loss.Disconnected)), connection);
        credentials.Watch(connection);
        var sink = new SseSink(encoder, connection);
        var session = await node.Sessions.OpenAsync(
            SessionRequests.Of(credentials, options, channels, http.Request.Query, resumeToken: null), sink, http.RequestAborted);
        try
        {
            if (await lease.TakePlaceAsync(session, principal, http.Connection.RemoteIpAddress) != PlaceOutcome.Taken)
                return ConnectionErrors.Limit;
            return lease.Bind(connection) switch
            {
                Admission.Granted => await StreamAsync(http, query, principal, session, connection, sink),
                Admission.Draining => ConnectionErrors.Draining,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        finally
        {
            await session.CloseAsync(keepForResume: false);
        }
    }

    private RequestError? FindProblem(Principal principal, SseQuery query)
    {
        if (!principal.MayConnect)
            return ConnectionErrors.NoConnectScope;
        if (query.Rooms.Count > 0 && !options.EnableRooms)
            return RequestError.Disabled("room_id");
        if (query.Channels.Count > 0 && !options.EnableChannels)
            return RequestError.Disabled("channel_id");
        if (query.Rooms.Any(room => !principal.MayEnter(room)))
            return new RequestError(ErrorCode.Forbidden, "your credentials do not allow this room");
        return query.Channels.Any(channel => !channels.MayHear(principal, channel))
            ? new RequestError(ErrorCode.Forbidden, "your credentials do not allow this channel")
            : null;
    }

    private async Task<RequestError?> StreamAsync(
        HttpContext http, SseQuery query, Principal principal, ClientSession session, SseConnection connection, SseSink sink)
    {
        var rooms = await EnterAsync(query, principal, session);
        var heard = await SubscribeAsync(query, session);
        // A browser comes back to a stream that ends, so one without anything to hear must not begin.
        if (rooms.All(room => !room.IsEntered) && !heard.Any(channel => channel.Outcome.IsSubscribed))
            return rooms.IsEmpty ? RoomErrors.Of(heard[0].Outcome.Reply) : rooms[0].Error;

        // What was entered is told to nobody whose credentials have been taken back since.
        if (connection.Closing is { IsCompletedSuccessfully: true, Result: CloseReason.ByServer { Code: CloseCode.Unauthorized } })
            return ConnectionErrors.NotAnyMore;

        await BeginResponseAsync(http);
        session.Appear();
        StreamOpened(logger, session.Connection, session.User, rooms.Length, heard.Length);
        connection.Outbox.HoldWhile(() =>
        {
            SayWelcome(session, connection.Principal, sink, rooms, heard);
            StartDelivery(rooms, heard);
        });
        await TellRostersAsync(session, sink, rooms);
        connection.StartKeepAlive();

        var reason = await connection.Closing;
        bool isWhole = await connection.EndAsync(reason);
        StreamClosed(logger, session.Connection, session.User, reason.ForLog());
        if (!isWhole)
            http.Abort();
        return null;
    }

    // What a hook, or a room, refuses concerns that room alone.
    private async Task<ImmutableArray<StreamedRoom>> EnterAsync(SseQuery query, Principal principal, ClientSession session)
    {
        var rooms = ImmutableArray.CreateBuilder<StreamedRoom>(query.Rooms.Count);
        foreach (var room in query.Rooms)
        {
            RoomPosition? since = query.Positions.TryGetValue(room, out var position) ? position : null;
            var refusal = await door.RefuseAsync(room, session.User, principal);
            var outcome = refusal is null ? await session.JoinAsync(room, request: null, since, echo: true) : null;
            rooms.Add(new StreamedRoom(room, since, outcome, refusal));
        }

        // Off the rooms' turns, in which their answers arrived.
        await Task.Yield();
        return rooms.MoveToImmutable();
    }

    private static async Task<ImmutableArray<StreamedChannel>> SubscribeAsync(SseQuery query, ClientSession session)
    {
        var heard = ImmutableArray.CreateBuilder<StreamedChannel>(query.Channels.Count);
        foreach (var channel in query.Channels)
        {
            RoomPosition? since = query.Positions.TryGetValue(channel.Room, out var position) ? position : null;
            var everything = new ChannelTerms(Filter: null, Echo: true);
            heard.Add(new StreamedChannel(
                channel, since, await session.SubscribeAsync(NamePattern.Exactly(channel.Value), everything, since)));
        }

        await Task.Yield();
        return heard.MoveToImmutable();
    }

    // The welcome bears a cursor, so that a client which loses the stream before its first event misses nothing.
    private void SayWelcome(
        ClientSession session, Principal principal, SseSink sink, ImmutableArray<StreamedRoom> rooms, ImmutableArray<StreamedChannel> heard)
    {
        foreach (var start in rooms.Select(room => room.Start).Concat(heard.Select(channel => channel.Start)).OfType<FeedReset>())
            sink.StartAt(start.Room, start.Epoch, start.Position);

        var standings = rooms.Select(room => room.Standing).ToImmutableArray();
        var channelStandings = heard
            .Select(one => ChannelStanding.Of(NamePattern.Exactly(one.Channel.Value), one.Outcome)).ToImmutableArray();
        sink.SendMarked(SseEvents.Welcome(encoder, WelcomeOf(session, principal), standings, channelStandings));
        sink.Welcomed();
        foreach (var room in rooms)
        {
            if (room is { Outcome.Recovered: false, Start: { } start })
                sink.Send(start);
        }

        foreach (var channel in heard)
        {
            if (channel is { Outcome.Recovered: false, Start: { } start })
                sink.Send(start);
        }
    }

    // Before the welcome leaves: whoever has it misses nothing.
    private static void StartDelivery(ImmutableArray<StreamedRoom> rooms, ImmutableArray<StreamedChannel> heard)
    {
        foreach (var channel in heard)
            channel.Outcome.StartDelivery();
        foreach (var room in rooms)
            room.Outcome?.StartDelivery();
    }

    private async Task TellRostersAsync(ClientSession session, SseSink sink, ImmutableArray<StreamedRoom> rooms)
    {
        if (!options.EnablePresence)
            return;
        foreach (var room in rooms.Where(room => room.IsEntered))
        {
            if (await session.ReadRosterAsync(room.Room) is RoomReply.RosterRead read)
                sink.SendUnmarked(SseEvents.Roster(encoder, room.Room, read.Roster));
        }

        await Task.Yield();
    }

    private static async Task BeginResponseAsync(HttpContext http)
    {
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var headers = http.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-cache, no-store";
        // nginx would gather events until its buffer is full.
        headers["X-Accel-Buffering"] = "no";
        await http.Response.StartAsync(http.RequestAborted);
    }

    private Welcome WelcomeOf(ClientSession session, Principal principal) =>
        Welcome.Of(session, principal, node.Self, options.Limits, connections.Time.GetUtcNow()) with { ResumeToken = null };
}
