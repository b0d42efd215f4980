namespace Streaming.Actors.Sessions;

/// <summary>Tickets in this process's memory. Those that nobody used are dropped as others come.</summary>
public sealed class InMemoryTicketStore(TimeProvider clock) : ITicketStore
{
    /// <summary>
    /// What is kept at once: at 30 s a ticket, over 300 of them a second, more than one node lets in. At a few hundred bytes each it is a few megabytes.
    /// </summary>
    public const int MaxTickets = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Content, DateTimeOffset Expires)> _tickets = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    public ValueTask<bool> KeepAsync(string name, ReadOnlyMemory<byte> content, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            DropExpired(now);

            // Counted by the queue, which names of taken tickets stay in until their time: no more of those either.
            if (_byExpiry.Count >= MaxTickets || !_tickets.TryAdd(name, (content, now + ttl)))
                return ValueTask.FromResult(false);

            _byExpiry.Enqueue(name, now + ttl);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> TakeAsync(string name, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ReadOnlyMemory<byte>? taken = null;
            if (_tickets.Remove(name, out var found) && found.Expires > clock.GetUtcNow())
                taken = found.Content;
            return ValueTask.FromResult(taken);
        }
    }

    private void DropExpired(DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out string? name, out DateTimeOffset expires) && expires <= now)
        {
            _byExpiry.Dequeue();
            _tickets.Remove(name);
        }
    }
}
