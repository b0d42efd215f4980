using Streaming.Benchmarks.Load;
using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// Puts load on a server and counts what comes of it, on the thread that calls it: connections and rooms are added, connected, and then
/// published into at some pace for some time, as often as is wanted. What is lost, doubled or misplaced is in <see cref="Ledger"/>.
/// </summary>
internal sealed class LoadGenerator : IClientEvents, IDisposable
{
    /// <summary>Bytes of a server's frame; more is taken for nonsense.</summary>
    public const int LongestFrame = 1024 * 1024;

    /// <summary>Connections that are made at a time: fewer than any server's backlog.</summary>
    private const int Batch = 64;

    /// <summary>Nothing came for so long: what the last joins told the others of their rooms is through.</summary>
    private static readonly long Quiet = Clock.Of(TimeSpan.FromMilliseconds(2));

    /// <summary>For what comes twice to come, after everything is there.</summary>
    private static readonly long Aftermath = Clock.Of(TimeSpan.FromMilliseconds(50));

    /// <summary>For a join that one node has confirmed to be known to the others: NATS confirms before they have heard of it.</summary>
    private static readonly long Spreading = Clock.Of(TimeSpan.FromMilliseconds(200));

    private readonly IPeerProtocol _protocol;
    private readonly PeerServer _server;
    private readonly ClientSet _clients;
    private readonly List<PublishedStream> _streams = [];
    private readonly CancellationToken _cancellation;
    private readonly Payload _payload;
    private IPace? _pace;
    private LatencyHistogram _latency = new();
    private long _measuredFrom = long.MaxValue;
    private long _measuredUntil = long.MaxValue;
    private long _nextKeepAlive = long.MaxValue;
    private int _keptAliveCount;
    private long _publishedCount;
    private long _expectedCount;
    private long _pingCount;
    private long _pongCount;

    /// <param name="size">Bytes of a message's payload, at least <see cref="Stamp.Length"/>.</param>
    /// <param name="cancellation">Breaks off whatever it does.</param>
    public LoadGenerator(IPeerProtocol protocol, PeerServer server, int size, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _protocol = protocol;
        _server = server;
        _clients = new ClientSet(protocol, server.Ports, this);
        _payload = new Payload(size);
    }

    /// <summary>Without any progress, before the rest is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public Ledger Ledger { get; } = new();

    public IReadOnlyList<PublishedStream> Streams => _streams;

    /// <summary>Deliveries that have to come and have not.</summary>
    public long BehindCount => _expectedCount - Ledger.SettledCount;

    public ClientConnection Connect(int node = 0, ReadingHabit habit = ReadingHabit.Prompt) => _clients.Add(node, habit);

    /// <summary>A connection that is in the room will publish into it.</summary>
    public void AddStream(ClientConnection publisher, Room room)
    {
        var stream = new PublishedStream(_streams.Count, publisher, room, room.Streams.Count);
        _streams.Add(stream);
        room.Streams.Add(stream);
    }

    /// <summary>
    /// Connects everything that was added and is not connected, and completes when all of it has joined its rooms. Streams are added to a
    /// room before anything is published into it.
    /// </summary>
    /// <returns>How long it took until the last join was done; what the joins set going elsewhere is waited for, but not in it.</returns>
    public TimeSpan SetUp()
    {
        foreach (Membership membership in _clients.Connections.SelectMany(static one => one.Memberships))
        {
            if (membership.Next.Length < membership.Room.Streams.Count)
                membership.Next = [.. membership.Room.Streams.Select(static stream => stream.SentCount)];
        }

        var waiting = new Queue<ClientConnection>(_clients.Connections.Where(static one => one.IsIncomplete));
        bool isQuiet = true;
        long began = Clock.Now;
        long lastProgress = began;
        if (_protocol.KeepAliveInterval is not null)
            _nextKeepAlive = Math.Min(_nextKeepAlive, began);
        for (long steps = _clients.StepCount; waiting.Count + _clients.UnderWayCount > 0 || !isQuiet;)
        {
            while (isQuiet && _clients.UnderWayCount < Batch && waiting.TryDequeue(out ClientConnection? next))
                _clients.Begin(next);
            _cancellation.ThrowIfCancellationRequested();
            KeepAlive(Clock.Now);
            isQuiet = _clients.TurnOnce(Quiet) == 0 && _clients.UnderWayCount == 0;
            if (_clients.StepCount > steps)
                (steps, lastProgress) = (_clients.StepCount, Clock.Now);
            if (Clock.Now - lastProgress > Clock.Of(Patience))
                throw new VoidRunException($"nothing more came, with {waiting.Count + _clients.UnderWayCount} connections to go");
        }

        return TimeSpan.FromMicroseconds((lastProgress - began) / 1000.0);
    }

    /// <summary>Lets the server be, for so long: what was under way ends, and nothing new begins.</summary>
    public LoadFigures Idle(TimeSpan time)
    {
        Snapshot before = Look();
        RunUntil(Clock.Now + Clock.Of(time), null);
        return Since(before);
    }

    /// <summary>Publishes for the time of the warm-up and then for what is measured, and waits until everything has arrived.</summary>
    /// <param name="sample">Called about every ten seconds.</param>
    public LoadFigures Run(IPace pace, TimeSpan warmUp, TimeSpan measured, Action? sample = null)
    {
        LibC.BePunctual();
        _latency = new LatencyHistogram();
        _pace = pace;
        long now = Clock.Now;
        _measuredFrom = now + Clock.Of(warmUp);
        _measuredUntil = _measuredFrom + Clock.Of(measured);
        pace.Begin(this, now);
        RunUntil(_measuredFrom, null);
        Snapshot before = Look();
        var bad = new BadListeners(_clients, _payload.Length);
        bad.Begin(Clock.Now, Clock.Of(measured));
        for (long until = _measuredFrom; until < _measuredUntil;)
        {
            until = sample is null ? _measuredUntil : Math.Min(_measuredUntil, until + (10 * Clock.Second));
            RunUntil(until, bad);
            sample?.Invoke();
        }

        LoadFigures figures = Since(before);
        _pace = null;
        Drain();
        return figures with { Bad = bad.End() };
    }

    public void Publish(PublishedStream stream, long intended)
    {
        var stamp = new Stamp(stream.Id, stream.Send(), intended);
        _expectedCount += stream.Room.ListenerCount;
        _publishedCount++;
        _clients.Publish(stream.Publisher, stream.Room, _payload.With(stamp));
    }

    public void Ping(long intended)
    {
        _pingCount++;
        _clients.Ping(_clients.Connections[0], intended);
    }

    public void Dispose() => _clients.Dispose();

    void IClientEvents.Delivered(ClientConnection listener, ReadOnlySpan<byte> payload, long order)
    {
        if (listener.Habit != ReadingHabit.Prompt)
            return;
        if (!_payload.TryRead(payload, out Stamp stamp) || (uint)stamp.Stream >= (uint)_streams.Count)
            throw new VoidRunException("a message came whose payload is not what was sent");
        PublishedStream stream = _streams[stamp.Stream];
        bool isDue = Ledger.Take(stream, listener.In(stream.Room), stamp.Sequence, order);
        Measure(stamp.Intended);
        if (isDue && stream.Arrived(stamp.Sequence))
            _pace?.Completed(stream);
    }

    void IClientEvents.Acked(ClientConnection publisher, long number) => Ledger.TakeAck(publisher, number);

    void IClientEvents.Ponged(long intended)
    {
        _pongCount++;
        Measure(intended);
        _pace?.Ponged();
    }

    private void Measure(long intended)
    {
        if (intended >= _measuredFrom && intended < _measuredUntil)
            _latency.AddAlone(_clients.Now - intended);
    }

    private void RunUntil(long until, BadListeners? bad)
    {
        while (true)
        {
            long now = Clock.Now;
            if (now >= until)
                return;
            _cancellation.ThrowIfCancellationRequested();
            long due = Math.Min(until, Math.Min(_pace?.Publish(this, now) ?? long.MaxValue, KeepAlive(now)));
            if (bad is not null)
                due = Math.Min(due, bad.Turn(now));
            _clients.TurnOnce(Math.Max(0, due - now));
        }
    }

    /// <summary>One connection after another, so that all have had their turn after the interval.</summary>
    private long KeepAlive(long now)
    {
        while (now >= _nextKeepAlive)
        {
            ClientConnection connection = _clients.Connections[_keptAliveCount++ % _clients.Connections.Count];
            if (connection.Step == ConnectionStep.Ready)
                _clients.KeepAlive(connection);
            _nextKeepAlive += Clock.Of(_protocol.KeepAliveInterval!.Value) / _clients.Connections.Count;
        }

        return _nextKeepAlive;
    }

    private void Drain()
    {
        long seen = -1;
        for (long lastProgress = Clock.Now; IsUnderWay && Clock.Now - lastProgress < Clock.Of(Patience);)
        {
            RunUntil(Clock.Now + (Clock.Second / 1000), null);
            if (Ledger.DeliveredCount + Ledger.AckedCount + _pongCount is var now && now != seen)
                (seen, lastProgress) = (now, Clock.Now);
        }

        if (BehindCount > 0)
            Ledger.Missed(BehindCount, $"{BehindCount} deliveries never came");
        if (_protocol.IsAcking && Ledger.AckedCount < _publishedCount)
            throw new VoidRunException($"{_publishedCount} messages were published and {Ledger.AckedCount} acked");
        RunUntil(Clock.Now + Aftermath, null);
    }

    private bool IsUnderWay =>
        BehindCount > 0 || _pongCount < _pingCount || (_protocol.IsAcking && Ledger.AckedCount < _publishedCount);

    private Snapshot Look() => new(
        Clock.Now, _publishedCount, Ledger.DeliveredCount + _pongCount, _server.CpuSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);

    private LoadFigures Since(Snapshot before)
    {
        Snapshot now = Look();
        return new LoadFigures(
            (double)(now.Time - before.Time) / Clock.Second, now.Published - before.Published, now.Deliveries - before.Deliveries,
            now.ServerCpu - before.ServerCpu, _server.ResidentBytes, now.OwnCpu - before.OwnCpu, _latency);
    }

    private readonly record struct Snapshot(long Time, long Published, long Deliveries, double ServerCpu, double OwnCpu);
}
