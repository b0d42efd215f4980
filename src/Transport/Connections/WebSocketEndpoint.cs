using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Connections;

/// <summary>
/// <c>GET /ws</c>, from the request to the end of the connection: (1) check the handshake, (2) who is it, (3) is there a
/// place, (4) open the session, or go on with an earlier one, (5) switch protocols, (6) is there a place for this user,
/// (7) serve.
/// <para>
/// Whoever is refused at (2), (3) or (6) is let through the handshake and closed with a code, because browsers show
/// pages no more of a refused handshake than that it failed. Where sessions cannot be kept, (4), the handshake is refused
/// with 503: a load balancer can see that, and try another node.
/// </para>
/// </summary>
internal sealed partial class WebSocketEndpoint(
    Entrance entrance,
    ConnectionRegistry registry,
    StreamingNode node,
    ConnectionServices connections,
    ClientServices clients,
    StreamingOptions options,
    Problems problems,
    ILogger<WebSocketEndpoint> logger)
{
    private const string ResumeParameter = "resume_token";

    private readonly TurnedAway _turnedAway = new(node.Ids, connections, clients.Messages);

    public async Task ServeAsync(HttpContext http)
    {
        if (WebSocketHandshake.Check(http) is { } refusal)
        {
            await WebSocketHandshake.RefuseAsync(http, refusal);
            return;
        }

        switch (entrance.Check(http))
        {
            case Entry.Admitted { Principal: var principal }:
                await AdmitAsync(http, principal);
                break;
            case Entry.Refused { Error: { Code: ErrorCode.Unauthorized } error }:
                await TurnAwayAsync(http, error, CloseReason.Unauthorized);
                break;
            case Entry.Refused { Error: { Code: ErrorCode.InvalidMessage } error }:
                await TurnAwayAsync(http, error, CloseReason.BadGuestName(error.Message));
                break;
            case Entry.Refused { Error: var error }:
                await problems.WriteAsync(http, error);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task AdmitAsync(HttpContext http, Principal principal)
    {
        using var lease = registry.TryAdmit(http.Connection.RemoteIpAddress, principal.IsExemptFromLimits);
        if (lease is null)
        {
            AddressRefused(logger, principal.UserId);
            await TurnAwayAsync(http, ConnectionErrors.Limit, CloseReason.ConnectionLimit);
            return;
        }

        var sink = new WebSocketSink(clients.Events, lease);
        if (await OpenSessionAsync(http, principal, sink) is not { } session)
            return;

        UpgradedTransport transport;
        try
        {
            transport = await WebSocketHandshake.AcceptAsync(http);
        }
        catch
        {
            // Gone in the meantime. The client never heard of the session.
            await session.GiveBackAsync();
            throw;
        }

        await using var stream = transport.Stream;
        await ServeAsync(http, transport, session, sink, principal, lease);
    }

    // Null: there is none, and the client has been told.
    private async Task<ClientSession?> OpenSessionAsync(HttpContext http, Principal principal, WebSocketSink sink)
    {
        try
        {
            var request = SessionRequests.Of(principal, options, http.Request.Query[ResumeParameter]);
            return await node.Sessions.OpenAsync(request, sink, http.RequestAborted);
        }
        catch (StoreAwayException exception)
        {
            StoreAway(logger, principal.UserId, exception);
            await problems.WriteAsync(http, RequestError.Away);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            string traceId = node.Ids.NextTrace();
            SessionNotOpened(logger, principal.UserId, traceId, exception);
            await TurnAwayAsync(http, RequestError.Bug(traceId), CloseReason.InternalError);
        }

        return null;
    }

    private async Task ServeAsync(
        HttpContext http, UpgradedTransport transport, ClientSession session, WebSocketSink sink, Principal principal, ConnectionLease lease)
    {
        var socket = new WebSocketConnection(session.Connection, transport, connections);
        sink.Attach(socket);
        var client = new ClientConnection(socket, session, principal, clients, http.RequestAborted);
        using var expiry = CredentialExpiry.Watch(client, principal, connections);
        switch (lease.Bind(session.User, client))
        {
            case Admission.Granted:
                client.Send(clients.Messages.Welcome(WelcomeOf(session)));
                break;
            case Admission.LimitReached:
                UserRefused(logger, session.Connection, session.User);
                client.Send(clients.Messages.Error(null, null, ConnectionErrors.Limit));
                client.TurnAway(CloseReason.ConnectionLimit);
                break;
            case Admission.Draining:
                client.TurnAway(CloseReason.Draining);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        await client.RunAsync();
    }

    private Welcome WelcomeOf(ClientSession session) => new()
    {
        Connection = session.Connection,
        Session = session.Id,
        ResumeToken = session.ResumeToken,
        User = session.User,
        Node = node.Self,
        Heartbeat = options.Limits.PingInterval,
        MaxMessageSize = options.Limits.MaxMessageSize,
        Resumed = session.Resumed,
        Rooms = session.ResumedRooms,
    };

    private async Task TurnAwayAsync(HttpContext http, RequestError error, CloseReason reason)
    {
        if (!_turnedAway.HasPlace)
        {
            await problems.WriteAsync(http, error);
            return;
        }

        var transport = await WebSocketHandshake.AcceptAsync(http);
        await using var stream = transport.Stream;
        await _turnedAway.CloseAsync(transport, error, reason);
    }
}
