using Streaming.Chaos.Clients;
using Streaming.Chaos.Clusters;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Runs;

/// <summary>All clients of a run.</summary>
internal sealed class Crowd
{
    private readonly ChaosOptions _options;
    private readonly Recorder _recorder;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _staying = [];
    private readonly List<Task> _publishing = [];

    public Crowd(ChaosOptions options, ChaosCluster cluster, Recorder recorder)
    {
        _options = options;
        _recorder = recorder;
        Rooms = [.. Enumerable.Range(1, options.Rooms).Select(static i => $"room{i:D2}")];

        // Client i is in rooms i, i + 7, … : each room has as many, and hardly any two clients share two.
        Clients =
        [
            .. Enumerable.Range(0, options.Clients).Select(i => new ChaosClient(
                $"c{i + 1:D2}",
                Enumerable.Range(0, options.RoomsPerClient).Select(k => Rooms[(i + (k * 7)) % options.Rooms]).Distinct(),
                cluster.PickAddress, (options.Seed * 10_000) + (i * 100), recorder)),
        ];
    }

    public IReadOnlyList<string> Rooms { get; }

    public IReadOnlyList<ChaosClient> Clients { get; }

    public void Connect()
    {
        foreach (ChaosClient client in Clients)
            _staying.Add(Task.Run(() => client.StayAsync(_stopping.Token)));
    }

    public void BeginPublishing()
    {
        double lanes = Clients.Sum(static client => client.Rooms.Count);
        TimeSpan interval = TimeSpan.FromSeconds(lanes / _options.Rate);
        foreach (ChaosClient client in Clients)
        {
            foreach (RoomView room in client.Rooms)
                _publishing.Add(Task.Run(() => client.PublishAsync(room.Room, interval, _ending.Token, _stopping.Token)));
        }
    }

    /// <summary>Begins no further message, and waits until the last are through.</summary>
    public async Task EndPublishingAsync(TimeSpan patience)
    {
        await _ending.CancelAsync();
        try
        {
            await Task.WhenAll(_publishing).WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            foreach (Publication open in _recorder.OpenPublications)
                _recorder.Violate(ViolationKind.NotWell, $"{open.Text} to {open.Room}, begun at {open.BegunAt.TotalSeconds:F3}, got no ack");
        }
    }

    /// <summary>What keeps things from being well; empty when all are in their rooms and every room has taken a message since then.</summary>
    public IEnumerable<string> NotWellSince(TimeSpan then)
    {
        foreach (ChaosClient client in Clients)
        {
            if (!client.IsIn)
                yield return $"{client.User}, last on {client.Node}, is not in {string.Join(", ", client.Rooms.Where(static room => room.Entrance.Current is null).Select(static room => room.Room))}";
        }

        foreach (Publication open in _recorder.OpenPublications.Where(open => open.BegunAt <= then))
            yield return $"{open.Text} to {open.Room}, begun at {open.BegunAt.TotalSeconds:F3}, has no ack";

        foreach (string room in Rooms)
        {
            if (!_recorder.HasTakenSince(room, then))
                yield return $"{room} has taken nothing";
        }
    }

    /// <summary>Ends all connections.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await _stopping.CancelAsync();
        await Task.WhenAll([.. _staying, .. _publishing]);
        _ending.Dispose();
        _stopping.Dispose();
    }
}
