using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

public sealed class LastSeenWriterTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TimingWheel _wheel;
    private readonly FailingStore _store = new();
    private readonly LastSeenWriter _writer;

    public LastSeenWriterTests()
    {
        _wheel = new TimingWheel(_clock, NullLogger<TimingWheel>.Instance);
        _writer = new LastSeenWriter(_store, _wheel);
    }

    public void Dispose() => _wheel.Dispose();

    [Fact]
    public void Store_Away_IsToldLater_TheNewestOfEach()
    {
        _store.IsAway = true;
        _writer.Note(Some.Ann, Some.Noon);
        Pass(5);
        _writer.Note(Some.Ann, Some.Noon.AddSeconds(1));
        _writer.Note(Some.Bob, Some.Noon.AddSeconds(2));
        _store.IsAway = false;
        Pass(2);

        Assert.Equal([new Sighting(Some.Ann, Some.Noon.AddSeconds(1)), new Sighting(Some.Bob, Some.Noon.AddSeconds(2))], _store.Noted);
        Pass(5);
        Assert.Equal(2, _store.Noted.Count);
    }

    [Fact]
    public void Many_AtOnce_GoInBatches_AndNoMoreThanCanWait()
    {
        for (int i = 0; i < LastSeenWriter.MaxWaiting + 10; i++)
            _writer.Note(new UserId($"user-{i}"), Some.Noon);
        Pass(1);

        Assert.Equal(LastSeenWriter.MaxWaiting, _store.Noted.Count);
        Assert.Equal(ILastSeen.MaxUsers, _store.LargestBatch);
    }

    private void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private sealed class FailingStore : ILastSeen
    {
        public bool IsAway { get; set; }

        public List<Sighting> Noted { get; } = [];

        public int LargestBatch { get; private set; }

        public ValueTask NoteAsync(ImmutableArray<Sighting> seen, CancellationToken cancellation)
        {
            if (IsAway)
                throw new TimeoutException();

            LargestBatch = Math.Max(LargestBatch, seen.Length);
            Noted.AddRange(seen);
            return ValueTask.CompletedTask;
        }

        public ValueTask<ImmutableArray<DateTimeOffset?>> ReadAsync(ImmutableArray<UserId> users, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
