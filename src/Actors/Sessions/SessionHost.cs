using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Feeds;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Sessions;

/// <summary>The sessions with a connection to this node, and the way in for new ones.</summary>
public sealed class SessionHost
{
    private readonly ConcurrentDictionary<SessionId, ClientSession> _live = new();
    private readonly SessionContext _context;

    internal SessionHost(
        RoomRouter router, RoomFeeds feeds, PresenceHost presence, HistoryReader history, ISessionStore store,
        TimingWheel wheel, IdSource ids, SessionOptions options, ILogger<SessionHost> logger)
    {
        _context = new SessionContext(router, feeds, presence, history, store, wheel, ids, options, this, logger);
    }

    public int Count => _live.Count;

    /// <summary>
    /// Opens a session for a connection, going on with an earlier one if the request has a token that is good.
    /// A connection that still holds that one is told that it was replaced.
    /// </summary>
    public async ValueTask<ClientSession> OpenAsync(SessionRequest request, IClientSink sink, CancellationToken cancellation)
    {
        SessionRecord? earlier = request.ResumeToken is { } token
            ? await _context.Store.TakeAsync(token, request.User, request.RoomRole, cancellation)
            : null;
        if (earlier is not null && _live.TryGetValue(earlier.Session, out ClientSession? replaced))
            replaced.Replace();

        var session = new ClientSession(request, earlier, sink, _context);
        await session.BeginAsync();
        _live[session.Id] = session;
        return session;
    }

    internal void Forget(ClientSession session) => _live.TryRemove(KeyValuePair.Create(session.Id, session));
}
