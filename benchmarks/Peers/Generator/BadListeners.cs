namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Does to the server what connections with bad habits do.</summary>
internal sealed class BadListeners(ClientSet clients)
{
    private readonly ClientConnection[] _unread = [.. With(clients, ReadingHabit.Never), .. With(clients, ReadingHabit.Dripping)];
    private readonly ClientConnection[] _dripping = [.. With(clients, ReadingHabit.Dripping)];
    private readonly Queue<ClientConnection> _hangingUp = new(With(clients, ReadingHabit.HangingUp));
    private long _nextDrip;
    private long _nextHangUp;
    private long _betweenHangUps;

    /// <param name="measured">How long the measurement takes; over its middle half those that hang up do so, one after another.</param>
    public void Begin(long now, long measured)
    {
        foreach (ClientConnection connection in _unread)
            clients.StopReading(connection);
        _nextDrip = now;
        _betweenHangUps = measured / 2 / Math.Max(1, _hangingUp.Count);
        _nextHangUp = now + (measured / 4);
    }

    /// <returns>When something is due next.</returns>
    public long Turn(long now)
    {
        if (now >= _nextDrip)
        {
            foreach (ClientConnection connection in _dripping)
                clients.Drip(connection);
            _nextDrip = _dripping.Length == 0 ? long.MaxValue : now + Clock.Second;
        }

        while (now >= _nextHangUp && _hangingUp.TryDequeue(out ClientConnection? connection))
        {
            ClientSet.HangUp(connection);
            _nextHangUp += _betweenHangUps;
        }

        return Math.Min(_nextDrip, _hangingUp.Count == 0 ? long.MaxValue : _nextHangUp);
    }

    private static IEnumerable<ClientConnection> With(ClientSet clients, ReadingHabit habit) =>
        clients.Connections.Where(one => one.Habit == habit);
}
