namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Does to the server what connections with bad habits do, and looks what it made of them.</summary>
/// <param name="size">Bytes of a message's payload.</param>
internal sealed class BadListeners(ClientSet clients, int size)
{
    /// <summary>Nothing came for so long: a server that ends a connection has said so.</summary>
    private const long Quiet = Clock.Second / 2;

    /// <summary>For servers that send all that they have held.</summary>
    private const long Patience = 10 * Clock.Second;

    private readonly ClientConnection[] _unread = [.. clients.Connections.Where(static one => one.IsSlow)];
    private readonly ClientConnection[] _dripping = [.. With(clients, ReadingHabit.Dripping)];
    private readonly Queue<ClientConnection> _hangingUp = new(With(clients, ReadingHabit.HangingUp));
    private long[] _publishedBefore = [];
    private int _hangUpCount;
    private long _nextDrip;
    private long _nextHangUp;
    private long _betweenHangUps;

    /// <param name="measured">How long the measurement takes; over its middle half those that hang up do so, one after another.</param>
    public void Begin(long now, long measured)
    {
        foreach (ClientConnection connection in _unread)
            clients.StopReading(connection);
        _publishedBefore = [.. _unread.Select(PublishedFor)];
        _nextDrip = now;
        _hangUpCount = _hangingUp.Count;
        _betweenHangUps = measured / 2 / Math.Max(1, _hangUpCount);
        _nextHangUp = now + (measured / 4);
    }

    /// <returns>When something is due next.</returns>
    public long Turn(long now)
    {
        if (now >= _nextDrip)
        {
            foreach (ClientConnection connection in _dripping)
                ClientSet.Drip(connection);
            _nextDrip = _dripping.Length == 0 ? long.MaxValue : now + Clock.Second;
        }

        while (now >= _nextHangUp && _hangingUp.TryDequeue(out ClientConnection? connection))
        {
            ClientSet.HangUp(connection);
            _nextHangUp += _betweenHangUps;
        }

        return Math.Min(_nextDrip, _hangingUp.Count == 0 ? long.MaxValue : _nextHangUp);
    }

    /// <summary>
    /// Looks how far those that were not read are behind, and then reads them, since a server's goodbye lies behind what came before it.
    /// </summary>
    public BadListenerFigures End()
    {
        ClientConnection[] stalled = [.. _unread.Where((one, i) => IsStalled(one, _publishedBefore[i]))];
        foreach (ClientConnection connection in _unread)
            clients.ResumeReading(connection);
        for (long began = Clock.Now; _unread.Length > 0 && clients.TurnOnce(Quiet) > 0 && Clock.Now - began < Patience;)
        {
        }

        return new BadListenerFigures(_unread.Length + _hangUpCount, _unread.Count(IsClosed), stalled.Count(static one => !IsClosed(one)));
    }

    // Whatever a server adds to a payload makes what is missing more.
    private bool IsStalled(ClientConnection connection, long publishedBefore) =>
        ((PublishedFor(connection) - publishedBefore) * size) - clients.CountUnread(connection) > LibC.MostHeldForNarrow;

    private static bool IsClosed(ClientConnection connection) => connection.Step == ConnectionStep.Closed;

    private static long PublishedFor(ClientConnection connection) =>
        connection.Memberships.Sum(static one => one.Room.Streams.Sum(static stream => (long)stream.SentCount));

    private static IEnumerable<ClientConnection> With(ClientSet clients, ReadingHabit habit) =>
        clients.Connections.Where(one => one.Habit == habit);
}
