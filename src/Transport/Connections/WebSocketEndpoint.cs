using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Limits;
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
/// place on this node, (4) open the session, or go on with an earlier one, (5) is there a place in the cluster, (6) switch protocols,
/// (7) serve.
/// <para>
/// Whoever is refused at (2), (3) or (5) is let through the handshake and closed with a code, because browsers show
/// pages no more of a refused handshake than that it failed. Where sessions cannot be kept or connections not be counted, (4) and (5), the
/// handshake is refused with 503: a load balancer can see that, and try another node.
/// </para>
/// <para>
/// A connection whose socket could be taken from the web server is served after the request has ended, so that nothing
/// which the server keeps for a request is kept for the connection's life.
/// </para>
/// </summary>
internal sealed partial class WebSocketEndpoint(
    Entrance entrance,
    ConnectionRegistry registry,
    StreamingNode node,
    ConnectionServices connections,
    ClientServices clients,
    ChannelRights channels,
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

        switch (await entrance.CheckAsync(http, Doorway.WebSocket))
        {
            case Entry.Admitted { Principal.MayConnect: false }:
                await TurnAwayAsync(http, ConnectionErrors.NoConnectScope, CloseReason.Unauthorized);
                break;
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
        if (registry.TryAdmit() is not { } lease)
        {
            NodeIsFull(logger, principal.UserId);
            await TurnAwayAsync(http, ConnectionErrors.Limit, CloseReason.ConnectionLimit);
            return;
        }

        WebSocketSink sink;
        var credentials = new ConnectionCredentials(principal, connections);
        ClientSession session;
        IFrameTransport transport;
        try
        {
            sink = new WebSocketSink(clients.Events);
            if (await OpenSessionAsync(http, credentials, sink, lease) is not { } opened)
            {
                lease.Dispose();
                return;
            }

            session = opened;
            transport = await AcceptAsync(http, session);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        if (!transport.OutlivesRequest)
            await ServeAsync(transport, session, sink, credentials, lease, http.RequestAborted);
        else
            ServeOn(transport, session, sink, credentials, lease);
    }

    private async Task<IFrameTransport> AcceptAsync(HttpContext http, ClientSession session)
    {
        try
        {
            return await WebSocketHandshake.AcceptAsync(http, options.Compression.Enabled);
        }
        catch
        {
            // Gone in the meantime. The client never heard of the session.
            await session.GiveBackAsync();
            throw;
        }
    }

    // After the request: nobody waits for it but the registry, which counts its lease. What the request holds in its
    // context must not be kept, hence no flow.
    private void ServeOn(
        IFrameTransport transport, ClientSession session, WebSocketSink sink, ConnectionCredentials credentials, ConnectionLease lease)
    {
        using (ExecutionContext.SuppressFlow())
            _ = ServeAsync(transport, session, sink, credentials, lease, gone: CancellationToken.None);
    }

    // Null: there is none, and the client has been told.
    private async Task<ClientSession?> OpenSessionAsync(HttpContext http, ConnectionCredentials credentials, WebSocketSink sink, ConnectionLease lease)
    {
        try
        {
            var request = SessionRequests.Of(credentials, options, channels, http.Request.Query, http.Request.Query[ResumeParameter]);
            var session = await node.Sessions.OpenAsync(request, sink, http.RequestAborted);
            var outcome = await TakePlaceAsync(http, session, credentials.Principal, lease);
            if (outcome == PlaceOutcome.Taken)
                return session;

            ClusterIsFull(logger, session.Connection, session.User, outcome);
            await StoreAwayException.GuardAsync(session.GiveBackAsync());

            // Turning away takes as long as the peer likes, within bounds; the place is for another meanwhile.
            lease.Dispose();
            await TurnAwayAsync(http, ConnectionErrors.Limit, CloseReason.ConnectionLimit);
        }
        catch (StoreAwayException exception)
        {
            StoreAway(logger, credentials.Principal.UserId, exception);
            await problems.WriteAsync(http, RequestError.Away);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            string traceId = node.Ids.NextTrace();
            SessionNotOpened(logger, credentials.Principal.UserId, traceId, exception);
            lease.Dispose();
            await TurnAwayAsync(http, RequestError.Bug(traceId), CloseReason.InternalError);
        }

        return null;
    }

    private static async Task<PlaceOutcome> TakePlaceAsync(HttpContext http, ClientSession session, Principal principal, ConnectionLease lease)
    {
        try
        {
            return await lease.TakePlaceAsync(session, principal, http.Connection.RemoteIpAddress);
        }
        catch
        {
            await StoreAwayException.GuardAsync(session.GiveBackAsync());
            throw;
        }
    }

    // To the end of the connection: what it holds is released here. Does not throw: mostly nobody waits for it.
    private async Task ServeAsync(
        IFrameTransport transport, ClientSession session, WebSocketSink sink, ConnectionCredentials credentials, ConnectionLease lease,
        CancellationToken gone)
    {
        using var place = lease;
        using var held = credentials;
        await using var wire = transport;
        try
        {
            var socket = new WebSocketConnection(session.Connection, transport, connections);
            sink.Attach(socket);
            var client = new ClientConnection(socket, session, credentials, lease.Address, clients, gone);
            credentials.Watch(client);
            Greet(client, socket, sink, lease);
            await client.RunAsync();
        }
        catch (Exception exception)
        {
            ServingFailed(logger, session.Connection, session.User, exception);
        }
    }

    // Or turns away who came too late.
    private void Greet(ClientConnection client, WebSocketConnection socket, WebSocketSink sink, ConnectionLease lease)
    {
        var session = client.Session;
        switch (lease.Bind(client))
        {
            case Admission.Granted:
                // Whoever has the welcome is there for others, and hears every notice.
                socket.Outbox.HoldWhile(() =>
                {
                    client.Send(clients.Messages.Welcome(WelcomeOf(session, client.Principal)));
                    sink.Welcomed();
                    session.Appear();
                });
                break;
            case Admission.Draining:
                client.TurnAway(CloseReason.Draining);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Welcome WelcomeOf(ClientSession session, Principal principal) =>
        Welcome.Of(session, principal, node.Self, options.Limits, connections.Time.GetUtcNow());

    private async Task TurnAwayAsync(HttpContext http, RequestError error, CloseReason reason)
    {
        if (!_turnedAway.TryEnter())
        {
            await problems.WriteAsync(http, error);
            return;
        }

        try
        {
            await using var transport = await WebSocketHandshake.AcceptAsync(http, takesCompressed: false);
            await _turnedAway.CloseAsync(transport, error, reason);
        }
        finally
        {
            _turnedAway.Leave();
        }
    }
}
