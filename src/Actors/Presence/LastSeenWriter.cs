using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Notes when users went out of sight: many at once when a node dies, so what gathers until the wheel's next tick goes together. One
/// write is under way at a time, and is repeated until the store has taken it; of each user only the newest waits.
/// </summary>
internal sealed class LastSeenWriter(ILastSeen store, TimingWheel wheel) : WheelEntry
{
    /// <summary>Users that wait while the store is away, some 100 bytes each. Of others it is not noted then: they are shown as last seen the time before.</summary>
    internal const int MaxWaiting = 20_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, DateTimeOffset> _waiting = [];
    private bool _isBusy;

    /// <summary>Calls nothing but the wheel, so it may be called with locks held.</summary>
    public void Note(UserId user, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting && !_waiting.ContainsKey(user))
                return;

            _waiting[user] = at;
            if (_isBusy)
                return;
            _isBusy = true;
        }

        wheel.Schedule(this, TimeSpan.Zero);
    }

    protected internal override void OnDue() => _ = WriteAsync();

    private async Task WriteAsync()
    {
        while (NextBatch() is { IsEmpty: false } batch)
        {
            try
            {
                await store.NoteAsync(batch, CancellationToken.None);
            }
            catch (Exception)
            {
                // Whatever it was, it is not noted.
                wheel.Schedule(this, RetryDelay);
                return;
            }

            lock (_gate)
            {
                foreach (Sighting one in batch.Where(one => _waiting[one.User] == one.At))
                    _waiting.Remove(one.User);
            }
        }
    }

    private ImmutableArray<Sighting> NextBatch()
    {
        lock (_gate)
        {
            _isBusy = _waiting.Count > 0;

            // By name: the order of a table differs from process to process.
            return
            [
                .. _waiting.OrderBy(static one => one.Key.Value, StringComparer.Ordinal)
                    .Take(ILastSeen.MaxUsers).Select(static one => new Sighting(one.Key, one.Value)),
            ];
        }
    }
}
