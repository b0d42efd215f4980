using Streaming.Chaos.Clients;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Runs;

/// <summary>People who visit rooms as a fault begins and do not come back, and how long the others go on seeing them.</summary>
internal sealed class GhostWatch(Crowd crowd, Recorder recorder) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(1);

    private readonly List<Visitor> _visitors = [];
    private int _names;

    /// <summary>Visitors enter some rooms by way of one node, and are seen there.</summary>
    public async Task EnterAsync(Uri node, IEnumerable<string> rooms, CancellationToken stopping)
    {
        foreach (string room in rooms)
        {
            if (await Visitor.EnterAsync(node, $"visitor{++_names}", room, stopping) is { } visitor)
                _visitors.Add(visitor);
        }
    }

    public void LeaveAll()
    {
        foreach (Visitor visitor in _visitors)
            visitor.Go(recorder.Clock);
    }

    /// <summary>Waits until nobody sees them any more.</summary>
    /// <param name="bound">For longer than this nobody may be seen; then it is a violation, and no longer waited for.</param>
    /// <returns>The longest time that one was seen; null when there was none.</returns>
    public async Task<TimeSpan?> WatchAsync(Func<TimeSpan> bound, CancellationToken stopping)
    {
        TimeSpan[] seen = await Task.WhenAll(_visitors.Select(visitor => WatchAsync(visitor, bound, stopping)));
        await DisposeAsync();
        return seen.Length == 0 ? null : seen.Max();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Visitor visitor in _visitors)
            await visitor.DisposeAsync();
        _visitors.Clear();
    }

    /// <returns>The time from the visitor's going to the last moment when anybody who was there to see it saw it.</returns>
    private async Task<TimeSpan> WatchAsync(Visitor visitor, Func<TimeSpan> bound, CancellationToken stopping)
    {
        TimeSpan goneAt = visitor.GoneAt!.Value;
        TimeSpan seenAt = goneAt;
        TimeSpan? unseenSince = null;

        // Clients that are away for a moment see nothing: only a while of nobody seeing it counts.
        while (unseenSince is not { } since || recorder.Clock.Now - since < Proof)
        {
            if (SeenBy(visitor) is { } witness)
            {
                (seenAt, unseenSince) = (recorder.Clock.Now, null);
                if (seenAt - goneAt > bound())
                {
                    await AccuseAsync(visitor, witness, seenAt - goneAt);
                    break;
                }
            }
            else
            {
                unseenSince ??= recorder.Clock.Now;
            }

            await Task.Delay(Interval, stopping);
        }

        return seenAt - goneAt;
    }

    private async Task AccuseAsync(Visitor visitor, ChaosClient witness, TimeSpan after)
    {
        IReadOnlyCollection<string>? present = await witness.AskWhoIsHereAsync(visitor.Room);
        string owner = present is null ? "does not say" : present.Contains(visitor.User) ? "says so too" : "knows better";
        recorder.Violate(
            ViolationKind.Ghost,
            $"{witness.User} on {witness.Node} still sees {visitor.User} in {visitor.Room} after {after.TotalSeconds:F1} s; the room's owner {owner}");
    }

    private ChaosClient? SeenBy(Visitor visitor) => crowd.Clients.FirstOrDefault(client =>
        client.In(visitor.Room) is { } room && room.Entrance.Current is not null && room.Roster.Has(visitor.User));
}
