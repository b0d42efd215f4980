using System.Text.Json;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Clients;

/// <summary>Somebody who is in a room on a given node, and never comes back once the connection is gone: a ghost, if still seen.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly ClientSocket _socket;
    private readonly Task _reading;

    private Visitor(string user, string room, ClientSocket socket)
    {
        User = user;
        Room = room;
        _socket = socket;
        _reading = socket.ReadAsync(static _ => { }, CancellationToken.None);
    }

    public string User { get; }

    public string Room { get; }

    /// <summary>When the connection was let go, or its node died; null while it is there.</summary>
    public TimeSpan? GoneAt { get; private set; }

    /// <summary>Null when there was no way in.</summary>
    public static async Task<Visitor?> EnterAsync(Uri node, string user, string room, CancellationToken stopping)
    {
        if (await ClientSocket.OpenAsync(node, user, resumeToken: null, stopping) is not { } socket)
            return null;

        var visitor = new Visitor(user, room, socket);
        JsonElement? answer = await socket.AskAsync($"{user}-join", Requests.Join($"{user}-join", room, since: null, epoch: null), Patience);
        if (answer is { } ack && ack.ErrorCode() is null)
            return visitor;

        await visitor.DisposeAsync();
        return null;
    }

    public void Go(RunClock clock)
    {
        _socket.Abort();
        GoneAt = clock.Now;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        await _socket.DisposeAsync();
    }
}
