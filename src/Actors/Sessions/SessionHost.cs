using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Feeds;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Sessions;

/// <summary>The sessions with a connection to this node, and the way in for new ones.</summary>
public sealed class SessionHost
{
    private readonly ConcurrentDictionary<SessionId, ClientSession> _live = new();
    private readonly SessionContext _context;

    private readonly IPeerLink _link;

    /// <summary>A record may be saved once more while word is on its way to its node.</summary>
    private static readonly TimeSpan RenewalSlack = TimeSpan.FromMinutes(1);

    internal SessionHost(
        IPeerLink link, RoomRouter router, RoomFeeds feeds, Wildcards wildcards, PresenceReporter presence, PresenceWatches watches, HistoryReader history,
        MessageAnnotator messages, RoomsOfUser rooms, ISessionStore store, TimingWheel wheel, TimeProvider clock, IdSource ids, SessionOptions options,
        ILogger<SessionHost> logger)
    {
        _link = link;
        _context = new SessionContext(
            link.Self, router, feeds, wildcards, presence, watches, history, messages, rooms, store, wheel, clock, ids, options, this, logger);
    }

    public int Count => _live.Count;

    /// <summary>
    /// Opens a session for a connection, going on with an earlier one if the request has a token that is good.
    /// A connection that still holds that one is told that it was replaced.
    /// </summary>
    /// <exception cref="StoreAwayException">Sessions can be neither read nor kept now; there is none.</exception>
    public async ValueTask<ClientSession> OpenAsync(SessionRequest request, IClientSink sink, CancellationToken cancellation)
    {
        SessionRecord? earlier = request.ResumeToken is { } token
            ? await StoreAwayException.GuardAsync(_context.Store.TakeAsync(token, request.User, request.RoomRole, cancellation))
            : null;
        if (earlier is not null)
            TellReplaced(earlier);

        ClientSession session = await BeginAsync(request, earlier, sink);

        // Asked when the session can be found: a user who is sent away meanwhile is seen here, or sees this.
        if (earlier is null || !await WasExpelledAsync(session, earlier, cancellation))
            return session;

        await session.CloseAsync(keepForResume: false);
        return await BeginAsync(request, earlier: null, sink);
    }

    /// <summary>Sends a user away: nothing that was opened before now can be resumed any more. Those who are connected have to be told, on every node.</summary>
    /// <exception cref="StoreAwayException">It could not be noted; nothing was done.</exception>
    internal ValueTask NoteExpelledAsync(UserId user, CancellationToken cancellation) => StoreAwayException.GuardAsync(
        _context.Store.NoteExpelledAsync(user, _context.Clock.GetUtcNow(), _context.Options.Ttl + RenewalSlack, cancellation));

    /// <returns>How many connections of the user's there were.</returns>
    internal int Expel(UserId user, string reason)
    {
        ImmutableArray<ClientSession> found = [.. Find(user, session: null)];
        foreach (ClientSession session in found)
            session.Expel(reason);

        return found.Length;
    }

    /// <summary>The user's sessions that are connected here, or everybody's.</summary>
    internal int CountOf(UserId? user) => user is null ? Count : _live.Values.Count(one => one.User == user);

    /// <summary>The sessions that are connected here, by id.</summary>
    internal IEnumerable<ClientSession> Find(UserId? user, SessionId? session) => _live.Values
        .Where(one => (user is null || one.User == user) && (session is null || one.Id == session))
        .OrderBy(one => one.Id.Value, StringComparer.Ordinal);

    /// <summary>A session that was connected here goes on on another node.</summary>
    internal void OnTaken(SessionTaken taken)
    {
        if (_live.TryGetValue(taken.Session, out ClientSession? replaced) && replaced.ResumeToken == taken.Token)
            replaced.Replace();
    }

    private void TellReplaced(SessionRecord earlier)
    {
        var taken = new SessionTaken(earlier.Session, earlier.Token);
        if (earlier.Node == _link.Self)
            OnTaken(taken);
        else
            _link.Send(earlier.Node, taken);
    }

    private async ValueTask<ClientSession> BeginAsync(SessionRequest request, SessionRecord? earlier, IClientSink sink)
    {
        var session = new ClientSession(request, earlier, sink, _context);
        await session.BeginAsync();
        _live[session.Id] = session;
        return session;
    }

    private async ValueTask<bool> WasExpelledAsync(ClientSession session, SessionRecord earlier, CancellationToken cancellation)
    {
        try
        {
            return await StoreAwayException.GuardAsync(_context.Store.FindExpelledAsync(earlier.User, cancellation)) is { } at
                && earlier.OpenedAt <= at;
        }
        catch
        {
            await StoreAwayException.GuardAsync(session.GiveBackAsync());
            throw;
        }
    }

    internal void Forget(ClientSession session) => _live.TryRemove(KeyValuePair.Create(session.Id, session));
}
